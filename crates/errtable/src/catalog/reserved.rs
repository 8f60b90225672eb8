//! The names that every generated enum has, whatever its table says. A name out of a spec must meet none of them.
//!
//! A test reads the generated code and holds that it has no such name that does not stand here.

/// The constants of an enum, and of a category.
pub(crate) const CONSTANTS: &[&str] = &["ALL", "COUNT", "RANGES"];

/// The methods of an enum that come from no other column than those of the code, the name and the description.
const METHODS: &[&str] =
    &["code", "description", "from_code", "from_name", "from_variant_name", "name", "range_of", "row", "variant_name"];

/// The statics that stand among those of the columns, which are named after their methods.
const STATICS: &[&str] = &["code", "range", "variant", "variant_name"];

/// The traits that an enum implements, itself or through another trait of this list, with the names that a method of
/// a column would hide: Rust takes the method of the type where the trait has one of the same name.
///
/// `Error::description` and `Error::cause` are left out. Both are deprecated, and tables have these words as headers.
const TRAITS: &[(&str, &[&str])] = &[
    ("Any", &["type_id"]),
    ("Arbitrary", &["arbitrary", "arbitrary_take_rest", "size_hint", "try_size_hint"]),
    ("Borrow", &["borrow"]),
    ("BorrowMut", &["borrow_mut"]),
    ("Clone", &["clone", "clone_from"]),
    ("CloneToUninit", &["clone_to_uninit"]),
    ("Copy", &[]),
    ("Debug", &["fmt"]),
    ("Deserialize", &["deserialize", "deserialize_in_place"]),
    ("Display", &["fmt"]),
    ("Eq", &[]),
    ("Error", &["provide", "source"]),
    ("Format", &["format"]),
    ("From", &["from"]),
    ("FromStr", &["from_str"]),
    ("Hash", &["hash", "hash_slice"]),
    ("Into", &["into"]),
    ("Named", &["of_name", "to_name"]),
    ("Ord", &["clamp", "cmp", "max", "min"]),
    ("PartialEq", &["eq", "ne"]),
    ("PartialOrd", &["ge", "gt", "le", "lt", "partial_cmp"]),
    ("Serialize", &["serialize"]),
    ("ToOwned", &["clone_into", "to_owned"]),
    ("ToString", &["to_string"]),
    ("TryFrom", &["try_from"]),
    ("TryInto", &["try_into"]),
];

/// Whether the method of a column would meet an item of the generated code.
pub(crate) fn is_own(accessor: &str) -> bool {
    METHODS.contains(&accessor) || STATICS.contains(&accessor)
}

/// The trait whose method the one of a column would hide.
pub(crate) fn hidden_trait(accessor: &str) -> Option<&'static str> {
    TRAITS.iter().find(|(_, methods)| methods.contains(&accessor)).map(|(name, _)| *name)
}

/// Names that no generated type has: those of the prelude of any edition, and of the traits that one imports for errors.
///
/// The generated types come into the module of the consumer, where they would hide these. The generated code itself
/// relies on it, too: it calls by their bare names only what stands here, and of its own what holds an underscore.
pub(crate) const TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Display",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "FromStr",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];
