//! The languages that templates may name: their keywords, and how each writes texts and comments.

use super::comment::Style;
use super::literal::Escapes;

/// One language.
pub(super) struct Language {
    /// What templates call it.
    names: &'static [&'static str],
    /// Every word that is no identifier, separated by spaces.
    keywords: &'static str,
    /// How a keyword becomes an identifier.
    mend: Mend,
    pub(super) escapes: Escapes,
    pub(super) comment: Style,
    /// How it writes true, false and nothing.
    pub(super) constants: [&'static str; 3],
}

/// How a keyword becomes an identifier.
enum Mend {
    /// `class_`
    Underscore,
    /// `@class`
    At,
    /// `` `class` ``
    Backticks,
    /// `r#class`
    Raw,
}

impl Language {
    /// The language of a name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        LANGUAGES.iter().find(|language| language.names.contains(&name))
    }

    /// The names of all languages.
    pub(super) fn names() -> String {
        LANGUAGES.iter().flat_map(|language| language.names).copied().collect::<Vec<_>>().join(", ")
    }

    /// A text as an identifier: what cannot stand in one is an underscore, and a keyword is mended.
    pub(super) fn identifier(&self, text: &str) -> String {
        let legal = |c: char| if c == '_' || unicode_ident::is_xid_continue(c) { c } else { '_' };
        let mut identifier: String = text.chars().map(legal).collect();
        if !identifier.starts_with(|c| c == '_' || unicode_ident::is_xid_start(c)) {
            identifier.insert(0, '_');
        }
        if !self.keywords.split_ascii_whitespace().any(|keyword| keyword == identifier) {
            return identifier;
        }
        match self.mend {
            Mend::At => format!("@{identifier}"),
            Mend::Backticks => format!("`{identifier}`"),
            // These are not even raw identifiers.
            Mend::Raw if !["Self", "_", "crate", "self", "super"].contains(&identifier.as_str()) => {
                format!("r#{identifier}")
            }
            Mend::Underscore | Mend::Raw => format!("{identifier}_"),
        }
    }
}

const LANGUAGES: &[Language] = &[
    Language {
        names: &["typescript", "javascript"],
        keywords: "abstract any arguments as async await bigint boolean break case catch class const continue debugger \
                   declare default delete do else enum eval export extends false finally for from function get \
                   globalThis if implements import in infer instanceof interface is keyof let module namespace never \
                   new null number object of package private protected public readonly require return satisfies set \
                   static string super switch symbol this throw true try type typeof undefined unique unknown using \
                   var void while with yield",
        mend: Mend::Underscore,
        escapes: Escapes::Utf16,
        comment: Style::Block,
        constants: ["true", "false", "null"],
    },
    Language {
        names: &["python"],
        keywords: "False None True __debug__ and as assert async await break class continue def del elif else except \
                   finally for from global if import in is lambda nonlocal not or pass raise return try while with \
                   yield",
        mend: Mend::Underscore,
        escapes: Escapes::CodePoints,
        comment: Style::Lines("# "),
        constants: ["True", "False", "None"],
    },
    Language {
        names: &["kotlin"],
        keywords: "as break class continue do else false for fun if in interface is null object package return super \
                   this throw true try typealias typeof val var when while",
        mend: Mend::Backticks,
        escapes: Escapes::Utf16WithDollar,
        comment: Style::Block,
        constants: ["true", "false", "null"],
    },
    Language {
        names: &["java"],
        keywords: "_ abstract assert boolean break byte case catch char class const continue default do double else \
                   enum extends false final finally float for goto if implements import instanceof int interface long \
                   native new null package private protected public record return sealed short static strictfp super \
                   switch synchronized this throw throws transient true try var void volatile while yield",
        mend: Mend::Underscore,
        escapes: Escapes::Java,
        comment: Style::JavaBlock,
        constants: ["true", "false", "null"],
    },
    Language {
        names: &["go"],
        keywords: "_ any bool break byte case chan comparable complex128 complex64 const continue default defer else \
                   error fallthrough false float32 float64 for func go goto if import init int int16 int32 int64 int8 \
                   interface iota len main make map new nil package range return rune select string struct switch \
                   true type uint uint16 uint32 uint64 uint8 uintptr var",
        mend: Mend::Underscore,
        escapes: Escapes::CodePoints,
        comment: Style::Lines("// "),
        constants: ["true", "false", "nil"],
    },
    Language {
        names: &["csharp"],
        keywords: "abstract as base bool break byte case catch char checked class const continue decimal default \
                   delegate do double else enum event explicit extern false finally fixed float for foreach goto if \
                   implicit in int interface internal is lock long namespace new null object operator out override \
                   params private protected public readonly ref return sbyte sealed short sizeof stackalloc static \
                   string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual \
                   void volatile while",
        mend: Mend::At,
        escapes: Escapes::CodePoints,
        comment: Style::XmlLines("/// "),
        constants: ["true", "false", "null"],
    },
    Language {
        names: &["swift"],
        keywords: "Any Self Type actor as associatedtype async await break case catch class continue default defer \
                   deinit do else enum extension fallthrough false fileprivate for func guard if import in init inout \
                   internal is let nil operator precedencegroup private protocol public repeat rethrows return self \
                   static struct subscript super switch throw throws true try typealias var where while",
        mend: Mend::Backticks,
        escapes: Escapes::Braces,
        comment: Style::Lines("/// "),
        constants: ["true", "false", "nil"],
    },
    Language {
        names: &["c"],
        keywords: "_Alignas _Alignof _Atomic _Bool _Complex _Generic _Imaginary _Noreturn _Static_assert _Thread_local \
                   alignas alignof asm auto bool break case char const constexpr continue default do double else enum \
                   extern false float for goto if inline int long nullptr register restrict return short signed sizeof \
                   static static_assert struct switch thread_local true typedef typeof typeof_unqual union unsigned \
                   void volatile while",
        mend: Mend::Underscore,
        escapes: Escapes::Octets,
        comment: Style::Block,
        constants: ["true", "false", "NULL"],
    },
    Language {
        names: &["rust"],
        keywords: "Self _ abstract as async await become box break const continue crate do dyn else enum extern false \
                   final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self \
                   static struct super trait true try type typeof unsafe unsized use virtual where while yield",
        mend: Mend::Raw,
        escapes: Escapes::Braces,
        comment: Style::Lines("/// "),
        constants: ["true", "false", "None"],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn identifier(language: &str, text: &str) -> String {
        Language::named(language).expect("it is known").identifier(text)
    }

    #[test]
    fn keywords_are_mended_as_each_language_does() {
        for (language, expected) in [
            ("typescript", "class_"),
            ("python", "class_"),
            ("kotlin", "`class`"),
            ("java", "class_"),
            ("csharp", "@class"),
            ("swift", "`class`"),
            ("go", "class"),
            ("c", "class"),
            ("rust", "class"),
        ] {
            assert_eq!(identifier(language, "class"), expected, "{language}");
        }
        assert_eq!([identifier("rust", "type"), identifier("rust", "self")], ["r#type", "self_"]);
        assert_eq!(identifier("go", "range"), "range_");
    }

    #[test]
    fn any_text_makes_an_identifier() {
        for (text, expected) in
            [("404", "_404"), ("", "_"), ("a-b c", "a_b_c"), ("错误", "错误"), ("a`b", "a_b"), ("e\u{301}", "e\u{301}")]
        {
            assert_eq!(identifier("kotlin", text), expected, "{text:?}");
        }
    }

    #[test]
    fn keywords_are_in_order() {
        for language in LANGUAGES {
            let words: Vec<_> = language.keywords.split_ascii_whitespace().collect();
            assert!(words.is_sorted(), "{}: {words:?}", language.names[0]);
        }
    }
}
