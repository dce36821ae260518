//! The macro in which the fields of the records are listed: each name next to the value that it has.

/// Makes the table of fields by record: their names in order, and the value of each.
macro_rules! fields {
    ($record:ident, $view:ident; $( $pattern:pat => { $($name:literal: $value:expr,)* } )*) => {
        /// The names of the own fields of all records.
        const OWN_NAMES: &[&[&str]] = &[ $( &[$($name,)*], )* ];

        impl<'a> $record<'a> {
            /// The names of its own fields, in order.
            #[allow(unused_variables)]
            fn own_names(&self) -> &'static [&'static str] {
                match self {
                    $( $pattern => &[$($name,)*], )*
                }
            }

            /// The value of a field of its own; `None` when there is no such field.
            fn own_field(&self, $view: &View<'a>, name: &str) -> Option<ContextValue<'a>> {
                Some(match *self {
                    $( $pattern => match name {
                        $( $name => $value, )*
                        _ => return None,
                    }, )*
                })
            }
        }
    };
}
