//! Text to Rust identifiers. The same text gives the same identifier, whatever stands around it.

use std::borrow::Cow;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::GeneralSecurityProfile;
use unicode_security::mixed_script::{AugmentedScriptSet, is_potential_mixed_script_confusable_char};

use crate::catalog::reserved::CONSTANTS;
use crate::text::mark::SUPERSCRIPTS;

/// The name of a variant or type that a text makes, in upper camel case; `None` where its letters say too little.
///
/// `"p12 password is not correct"` makes `P12PasswordIsNotCorrect`, `"Push APIs"` makes `PushApis`.
pub fn upper_camel(text: &str) -> Option<String> {
    let ascii = ascii(text)?;
    let mut camel = String::with_capacity(ascii.len());
    for word in ascii.split_ascii_whitespace() {
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            camel.push_str(&mend_word(word).to_upper_camel_case());
        } else {
            // Most words, and most of the time that names take.
            let (first, rest) = word.split_at(1);
            camel.extend(first.chars().map(|c| c.to_ascii_uppercase()));
            camel.push_str(rest);
        }
    }
    Some(match camel.as_bytes().first()? {
        b'0'..=b'9' => format!("X{camel}"),
        _ if camel == "Self" => "Self_".to_owned(),
        // Words of one letter each, which make one word that is no constant.
        _ if CONSTANTS.contains(&camel.as_str()) => camel.to_upper_camel_case(),
        _ => camel,
    })
}

/// The name of a function that a text makes, in lower snake case. May be a keyword.
pub fn lower_snake(text: &str) -> Option<String> {
    let words: Vec<_> = ascii(text)?.split_ascii_whitespace().map(mend_word).collect();
    let snake = words.join(" ").to_snake_case();
    (!snake.is_empty())
        .then(|| if snake.starts_with(|c: char| c.is_ascii_digit()) { format!("x{snake}") } else { snake })
}

/// The name of a constant that some words make: `ScannerGone` and `scanner gone` make `SCANNER_GONE`.
pub(crate) fn screaming_snake(words: &str) -> String {
    words.to_shouty_snake_case()
}

/// Whether a text of one's own can be an identifier of the generated code.
pub(crate) fn is_identifier(text: &str) -> bool {
    !is_keyword(text)
        && !text.contains('#')
        && text.nfc().eq(text.chars())
        && syn::parse_str::<syn::Ident>(text).is_ok_and(|ident| ident == text)
        && is_unmistakable(text)
}

/// Whether rustc has no doubt about the letters of an identifier: none is uncommon, and those of no script could all be
/// taken for Latin ones. It warns of others, which no `allow` in the generated code can turn off.
fn is_unmistakable(text: &str) -> bool {
    let script = AugmentedScriptSet::for_char;
    let is_told_apart = |c: char| {
        script(c) == script('A')
            || text.chars().any(|other| script(other) == script(c) && !is_potential_mixed_script_confusable_char(other))
    };
    let mut foreign = text.chars().filter(|c| !c.is_ascii());
    foreign.all(|c| GeneralSecurityProfile::identifier_allowed(c) && is_told_apart(c))
}

/// What all identifiers that look alike have in common, by [UTS 39](https://www.unicode.org/reports/tr39/).
pub(crate) fn skeleton(text: &str) -> String {
    if !text.is_ascii() {
        return unicode_security::skeleton(text).collect();
    }
    // The same for what most names are made of, without a look at the tables.
    let mut skeleton = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        match c {
            'I' | '1' => skeleton.push('l'),
            '0' => skeleton.push('O'),
            'm' => skeleton.push_str("rn"),
            c => skeleton.push(c),
        }
    }
    skeleton
}

/// Whether a name can be that of a variant.
pub fn is_variant_name(name: &str) -> bool {
    // What a text makes that would be the keyword.
    if name == "Self_" {
        return true;
    }
    is_identifier(name) && !CONSTANTS.contains(&name) && !name.starts_with(char::is_lowercase) && !name.contains('_')
}

/// Whether a word is a keyword of any edition.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// Every word that some edition reserves. Kept here because `syn` knows the current edition only.
const KEYWORDS: &[&str] = &[
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// `intent(s)` as `intents`.
fn without_plural_marks(text: &str) -> Cow<'_, str> {
    if !text.contains("s)") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("(s)", "s").replace("(es)", "es"))
}

/// The words of a text in ASCII, accents taken off their letters and spaces between them.
///
/// A text in which other scripts say as much as Latin does gives none: what is left of it would mislead.
fn ascii(text: &str) -> Option<String> {
    let text = without_plural_marks(text);
    let mut ascii = String::with_capacity(text.len());
    let mut foreign = 0;
    if text.is_ascii() {
        text.chars().for_each(|c| push_ascii(c, &mut ascii, &mut foreign));
    } else {
        let words = text.split(' ').map(without_footnotes).collect::<Vec<_>>().join(" ");
        words.nfkd().filter(|&c| !is_combining_mark(c)).for_each(|c| push_ascii(c, &mut ascii, &mut foreign));
    }
    let letters = ascii.bytes().filter(u8::is_ascii_alphabetic).count();
    (letters > 0 && letters >= 2 * foreign).then_some(ascii)
}

/// A word without the raised digits behind it, which point to a footnote; inside a word they belong to it: `I²C`.
fn without_footnotes(word: &str) -> &str {
    word.trim_end_matches(SUPERSCRIPTS)
}

/// Adds what a character is in ASCII, or a space and to the number of letters of other scripts.
fn push_ascii(c: char, ascii: &mut String, foreign: &mut usize) {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => ascii.push(c),
        // An apostrophe joins: `can't` is one word.
        '\'' | '\u{2019}' => {}
        'ß' => ascii.push_str("ss"),
        'æ' | 'Æ' => ascii.push_str("ae"),
        'œ' | 'Œ' => ascii.push_str("oe"),
        'ø' | 'Ø' => ascii.push('o'),
        'ł' | 'Ł' => ascii.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => ascii.push('d'),
        'þ' | 'Þ' => ascii.push_str("th"),
        'ı' => ascii.push('i'),
        c => {
            *foreign += usize::from(c.is_alphanumeric());
            ascii.push(' ');
        }
    }
}

/// Spells a word so that its capitals do not part it where no reader would: `APIs`, `IDs`, `gRPC`, `LiDAR`.
fn mend_word(word: &str) -> String {
    if is_one_word(word) {
        return word.to_ascii_lowercase();
    }
    let bytes = word.as_bytes();
    let mut mended = String::with_capacity(word.len());
    let mut capitals = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        // The plural `s` of an acronym: two capitals or more before it, and no small letter after it.
        let plural = byte == b's' && capitals >= 2 && !bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        mended.push(if plural { 'S' } else { char::from(byte) });
        if plural && at + 1 < bytes.len() {
            mended.push(' ');
        }
        capitals = if byte.is_ascii_uppercase() { capitals + 1 } else { 0 };
    }
    mended
}

/// Whether capitals inside a word make it no compound: a small letter before an acronym, `gRPC`, or an acronym that spells
/// some of its letters small, `IaC`, `LiDAR`.
fn is_one_word(word: &str) -> bool {
    /// Words that stand before an acronym: `IsOK`, `NoID`.
    const OWN: &[&str] =
        &["As", "At", "Be", "By", "Do", "Go", "Id", "If", "In", "Is", "My", "No", "Of", "Ok", "On", "Or", "To", "Up"];
    let capitals = word.len() - word.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    let head = &word[..word.len() - capitals];
    let is_spelled = matches!(head.as_bytes(), [b'A'..=b'Z', b'a'..=b'z'] | [b'A'..=b'Z', b'a'..=b'z', b'a'..=b'z']);
    match head.as_bytes() {
        [b'a'..=b'z'] => capitals >= 2,
        _ => word == "macOS" || is_spelled && capitals >= 1 && !OWN.contains(&head),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camel_case_reads_well() {
        for (text, expected) in [
            ("missing parameter", "MissingParameter"),
            ("cert bundleId check failed", "CertBundleIdCheckFailed"),
            ("p12 password is not correct", "P12PasswordIsNotCorrect"),
            ("create app , platform exist", "CreateAppPlatformExist"),
            ("Push APIs for full push and tag push", "PushApisForFullPushAndTagPush"),
            ("INVALID_TOKEN", "InvalidToken"),
            ("HTTPStatus", "HttpStatus"),
            ("userIDs missing", "UserIdsMissing"),
            ("can't connect", "CantConnect"),
            ("userIDsOK", "UserIdsOk"),
            ("iOS certificate", "IosCertificate"),
            ("macOS certificate", "MacosCertificate"),
            ("gRPC fault", "GrpcFault"),
            ("LiDAR fault", "LidarFault"),
            ("SaaS plan", "SaasPlan"),
            ("isOK", "IsOk"),
            ("NoID given", "NoIdGiven"),
            ("userID", "UserId"),
            ("Disallowed intent(s)", "DisallowedIntents"),
            ("Código inválido", "CodigoInvalido"),
            ("Größe", "Grosse"),
            ("404 not found", "X404NotFound"),
            ("self", "Self_"),
            ("card_declined", "CardDeclined"),
            ("a`b\"c", "ABC"),
            ("1st of 2nd", "X1stOf2nd"),
            ("\u{e9}tat du fichier", "EtatDuFichier"),
            ("ok 无", "Ok"),
            ("a l l", "All"),
            ("C.O.U.N.T.", "Count"),
        ] {
            assert_eq!(upper_camel(text).as_deref(), Some(expected), "{text:?}");
        }
    }

    /// Only an `s` that ends a word is the plural of an acronym.
    #[test]
    fn a_word_that_begins_with_s_is_not_torn() {
        assert_eq!(mend_word("USBstick"), "USBstick");
        assert_eq!(mend_word("USBs"), "USBS");
    }

    #[test]
    fn text_that_says_too_little_makes_no_name() {
        for text in ["", "无效的令牌", "调用API失败", "42", "!?"] {
            assert_eq!(upper_camel(text), None, "{text:?}");
        }
    }

    #[test]
    fn composed_and_decomposed_text_make_the_same_name() {
        assert_eq!(upper_camel("e\u{301}chec"), upper_camel("\u{e9}chec"));
    }

    #[test]
    fn identifiers() {
        assert!(is_identifier("ErrorCode"));
        assert!(is_identifier("错误"));
        for bad in ["", "1a", "a b", "Self", "gen", "_", "r#type", "a\u{301}"] {
            assert!(!is_identifier(bad), "{bad:?}");
        }
    }

    #[test]
    fn names_of_variants() {
        for good in ["LidOpen", "X404", "Self_", "错误"] {
            assert!(is_variant_name(good), "{good:?}");
        }
        for bad in ["lidOpen", "straße", "Lid_Open", "_Lid", "Self", "404", "", "ALL", "COUNT"] {
            assert!(!is_variant_name(bad), "{bad:?}");
        }
    }

    /// The generated code calls what is its own by such names, so that no name out of a spec hides it.
    #[test]
    fn no_text_makes_a_name_of_the_generated_code_itself() {
        const SEPARATORS: [&str; 9] = ["", " ", "_", "__", "-", "'", "\u{301}", "無", "1"];
        const PARTS: [&str; 11] = ["", "d", "D", "e", "visitor", "ROW", "Count", "self", "\u{fb01}", "ß", "é"];
        let texts = SEPARATORS.iter().flat_map(|first| {
            let pairs = PARTS.iter().flat_map(|a| PARTS.iter().map(move |b| (a, b)));
            pairs.flat_map(move |(a, b)| SEPARATORS.iter().map(move |between| format!("{first}{a}{between}{b}{first}")))
        });
        for text in texts {
            if let Some(camel) = upper_camel(&text) {
                assert!(is_variant_name(&camel), "{text:?} makes {camel:?}");
                assert!(camel == "Self_" || !camel.contains('_'), "{text:?} makes {camel:?}");
            }
            if let Some(snake) = lower_snake(&text) {
                assert!(!snake.starts_with('_') && !snake.contains("__"), "{text:?} makes {snake:?}");
            }
        }
        for own in ["__D", "__S", "ROW_COUNT", "D_", "_D"] {
            assert!(!is_variant_name(own), "{own}");
        }
    }

    #[test]
    fn names_of_methods_and_constants_read_well() {
        for (text, expected) in [
            ("Reported by", "reported_by"),
            ("Push APIs", "push_apis"),
            ("gRPC code", "grpc_code"),
            ("IaC", "iac"),
            ("HTTPStatus", "http_status"),
            ("2nd level", "x2nd_level"),
            ("Type", "type"),
        ] {
            assert_eq!(lower_snake(text).as_deref(), Some(expected), "{text:?}");
        }
        for text in ["", "反馈接口", "42"] {
            assert_eq!(lower_snake(text), None, "{text:?}");
        }
        for (words, expected) in [("ScannerGone", "SCANNER_GONE"), ("CODE Minus7", "CODE_MINUS7"), ("CODE ", "CODE")] {
            assert_eq!(screaming_snake(words), expected);
        }
    }

    /// Of the first rustc would warn, whoever reads the name.
    #[test]
    fn letters_that_could_be_latin_make_no_identifier() {
        for bad in ["Оса", "Ρο", "Aрple", "ﬁle", "ⅳ"] {
            assert!(!is_identifier(bad), "{bad:?}");
        }
        for good in ["Привет", "Λάθος", "错误码", "エラー", "오류", "Größe"] {
            assert!(is_identifier(good), "{good:?}");
        }
    }

    #[test]
    fn names_that_look_alike_have_one_skeleton() {
        for (a, b) in [("IllegalI", "Illegall"), ("O0", "OO"), ("Burn", "Bum"), ("二", "ニ"), ("Öl1", "ÖlI")] {
            assert_eq!(skeleton(a), skeleton(b), "{a} and {b}");
        }
        assert_ne!(skeleton("LidOpen"), skeleton("LidOpened"));
        for text in (0..=127_u8).map(|byte| char::from(byte).to_string()) {
            if text.chars().all(char::is_alphanumeric) {
                assert_eq!(skeleton(&text), unicode_security::skeleton(&text).collect::<String>(), "{text}");
            }
        }
    }
}
