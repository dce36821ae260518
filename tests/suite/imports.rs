//! Finds the modules and crates that a source file uses.
//!
//! It uses the syntax tree, so it handles grouped, renamed, relative and nested imports, and paths in the arguments of
//! macros. Code under `#[cfg(test)]` is ignored.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, File, Item, UseTree};

/// The paths that a file uses, each from its root: `["crate", "layout", "page"]`, `["lopdf", "Document"]`, `["std",
/// "fs", "File"]`.
///
/// `module` is the path of the file in the crate: `["layout", "text"]` for `src/layout/text/mod.rs`.
///
/// # Panics
/// If the text is not valid Rust.
pub(crate) fn paths(module: &[&str], text: &str) -> BTreeSet<Vec<String>> {
    let file: File = syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", module.join("::")));
    let mut names = Names { module: own(module), aliases: HashMap::new(), found: BTreeSet::new() };
    // Imports are collected first, since a path may begin with a name that is imported further down.
    names.imports_only(&file);
    let mut walk = Walk { names };
    walk.visit_file(&file);
    walk.names.found
}

fn own(path: &[&str]) -> Vec<String> {
    path.iter().map(|&part| part.to_owned()).collect()
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| it.path().is_ident("cfg") && it.parse_args::<syn::Ident>().is_ok_and(|it| it == "test"))
}

/// The names that are known in a file.
struct Names {
    /// The current module.
    module: Vec<String>,
    /// What imported names refer to.
    aliases: HashMap<String, Vec<String>>,
    found: BTreeSet<Vec<String>>,
}

impl Names {
    /// A path from its root, with `self`, `super` and imported names resolved.
    fn resolve(&self, path: &[String]) -> Vec<String> {
        let mut base: Vec<String> = Vec::new();
        let mut rest = path;
        match path.first().map(String::as_str) {
            Some("self" | "super") => {
                base.push("crate".to_owned());
                base.extend(self.module.iter().cloned());
                while let Some(first) = rest.first() {
                    match first.as_str() {
                        "self" => {}
                        "super" => {
                            base.pop();
                        }
                        _ => break,
                    }
                    rest = &rest[1..];
                }
            }
            Some(first) => {
                // `crate` is never an alias. An alias may not refer to itself: `use layout::layout`.
                if let Some(target) = self.aliases.get(first).filter(|target| target[..] != path[..1]) {
                    base.clone_from(target);
                    rest = &rest[1..];
                }
            }
            None => {}
        }
        base.extend(rest.iter().cloned());
        base
    }

    fn imports_only(&mut self, file: &File) {
        struct Imports<'n>(&'n mut Names);
        impl<'ast> Visit<'ast> for Imports<'_> {
            fn visit_item(&mut self, item: &'ast Item) {
                if !is_test(attributes(item)) {
                    visit::visit_item(self, item);
                }
            }
            fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
                self.0.module.push(item.ident.to_string());
                visit::visit_item_mod(self, item);
                self.0.module.pop();
            }
            fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
                self.0.import(&mut Vec::new(), &item.tree);
            }
            fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
                let name = item.ident.to_string();
                self.0.found.insert(vec![name.clone()]);
                if let Some((_, alias)) = &item.rename {
                    self.0.aliases.insert(alias.to_string(), vec![name]);
                }
            }
        }
        Imports(self).visit_file(file);
    }

    /// Adds the paths of one `use` declaration, and the names that it introduces.
    fn import(&mut self, before: &mut Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.import(before, &path.tree);
                before.pop();
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.bring(before, &name, None);
            }
            UseTree::Rename(rename) => {
                let alias = rename.rename.to_string();
                self.bring(before, &rename.ident.to_string(), Some(alias));
            }
            UseTree::Glob(_) => {
                let mut path = self.resolve(before);
                path.push("*".to_owned());
                self.found.insert(path);
            }
            UseTree::Group(group) => group.items.iter().for_each(|item| self.import(before, item)),
        }
    }

    fn bring(&mut self, before: &[String], name: &str, alias: Option<String>) {
        let mut path = before.to_vec();
        // `use a::{self}` introduces `a`.
        if name != "self" || before.is_empty() {
            path.push(name.to_owned());
        }
        let target = self.resolve(&path);
        let alias = alias.or_else(|| path.last().cloned()).unwrap_or_default();
        self.found.insert(target.clone());
        self.aliases.insert(alias, target);
    }

    fn path(&mut self, path: &[String]) {
        if path.len() > 1 {
            let path = self.resolve(path);
            self.found.insert(path);
        }
    }

    /// Finds the paths in the arguments of a macro, which are only tokens.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Ident(ident) => {
                    if colons != 2 || path.is_empty() {
                        self.path(&std::mem::take(&mut path));
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                other => {
                    self.path(&std::mem::take(&mut path));
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.path(&path);
    }
}

struct Walk {
    names: Names,
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, _: &'ast syn::ItemUse) {}

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.names.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.names.module.pop();
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !is_test(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|it| it.ident.to_string()).collect();
        self.names.path(&parts);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.names.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}
