//! Where the parts of a name lead in a table of tables.

use super::{Field, TableSchema, Type, is_id_part, parts_among};

/// What the first parts of a name lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The path in the schema: `positions.ISSUE.PARTY`; empty for the top of the file.
    pub path: String,
    /// How many parts it took: what follows is a field, or nothing that the format has.
    pub taken: usize,
}

impl Located {
    /// The part of the schema's path that a part of the name stands for: `ISSUE`, `positions`. `None` for a field.
    #[must_use]
    pub fn part(&self, index: usize) -> Option<&str> {
        self.path.split('.').nth(index).filter(|part| index < self.taken && !part.is_empty())
    }

    /// The table of the path; `None` where only longer names are tables, as at `parties`.
    #[must_use]
    pub fn table(&self, tables: &'static [TableSchema]) -> Option<&'static TableSchema> {
        tables.iter().find(|table| table.path == self.path)
    }

    /// The field that a whole name leads to, of which this took all parts but the last.
    #[must_use]
    pub fn field(&self, tables: &'static [TableSchema], names: &[&str]) -> Option<&'static Field> {
        let table = self.table(tables).filter(|_| self.taken + 1 == names.len())?;
        table.field(names.last()?).or_else(|| table.any_field())
    }
}

/// Follows a name as far as it leads to tables.
#[must_use]
pub fn locate(tables: &'static [TableSchema], names: &[&str]) -> Located {
    let mut path = String::new();
    let mut taken = 0;
    for name in names {
        let parts = parts_among(tables, &path);
        let Some(part) = parts.into_iter().find(|part| is_id_part(part) || part == name) else { break };
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(part);
        taken += 1;
    }
    Located { path, taken }
}

/// The field that a whole name leads to, also one of a table in braces: `name` in
/// `representatives = [{ name = "Amina Diallo" }]`.
#[must_use]
pub fn field_at(tables: &'static [TableSchema], names: &[&str]) -> Option<&'static Field> {
    let located = locate(tables, names);
    let taken = located.taken + 1;
    let mut field = located.field(tables, names.get(..taken)?)?;
    for name in &names[taken..] {
        let Type::Record(fields) = field.kind.item() else { return None };
        field = fields.iter().find(|field| field.name == *name)?;
    }
    Some(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{PROJECT, TABLES};

    #[test]
    fn a_name_leads_into_a_table_in_braces() {
        let field = |names: &[&str]| field_at(TABLES, names).map(|field| field.name);
        assert_eq!(field(&["parties", "p", "representatives"]), Some("representatives"));
        assert_eq!(field(&["parties", "p", "representatives", "name"]), Some("name"));
        assert_eq!(field(&["parties", "p", "representatives", "nothing"]), None);
        assert_eq!(field(&["parties", "p", "name", "name"]), None);
        assert_eq!((field(&["parties", "p"]), field(&[])), (None, None));
    }

    #[test]
    fn a_name_leads_to_a_table_and_its_field() {
        let names = ["positions", "donbas", "russia", "stance"];
        let found = locate(TABLES, &names);
        assert_eq!((found.path.as_str(), found.taken), ("positions.ISSUE.PARTY", 3));
        assert_eq!((found.part(1), found.part(3)), (Some("ISSUE"), None));
        assert_eq!(found.field(TABLES, &names).map(|field| field.name), Some("stance"));
        let outcome = locate(TABLES, &["outcome", "points", "p", "text"]);
        assert_eq!(outcome.path, "outcome.points.ID");
        assert_eq!(locate(TABLES, &["outcome", "date"]).path, "outcome");
        assert_eq!(locate(TABLES, &["nothing"]).taken, 0);
        assert!(locate(TABLES, &["schema"]).field(TABLES, &["schema"]).is_some());
        let code = ["check", "mixed-script"];
        assert_eq!(locate(PROJECT, &code).field(PROJECT, &code).map(|field| field.name), Some("CODE"));
    }
}
