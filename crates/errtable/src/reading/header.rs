//! What the words of headers and headings say.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::words::{
    BARE, CODE, ERROR, FAULTY, HEX, NEAR, NEUTRAL, NUMBER, OTHER, OTHER_WHOLE, PART, RADIX, RESULT, ROW, SAYING, SIDE,
    STANDARD, TEXT_WORDS, Words,
};

/// How sure a header makes it that its column holds error codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    /// `No.`, `Value`, `Key`: numbers of anything.
    Weak,
    /// `HTTP code`, `Hex`: another protocol's code, or another spelling of the code beside it.
    Side,
    /// `Event code`, `Product number`: codes of something that need be no error.
    Foreign,
    /// `Code`, `Number`, `ID`, `错误`: codes of something.
    Plain,
    /// `Return code`, `Status code`, `返回码`: codes that an answer carries.
    Result,
    /// `Error code`, `错误码`: nothing else.
    Error,
}

/// What a header says about a column of codes.
pub(crate) fn code_certainty(header: &str) -> Option<Certainty> {
    let is_hexadecimal = is_hexadecimal(header);
    let header = Header::read(header);
    // A sentence is no header of codes.
    if header.words().count() > 5 || header.text.is_empty() {
        return None;
    }
    let noun = header.has(&CODE) || header.has(&NUMBER) && header.has(&RESULT);
    if !noun && !header.has(&NUMBER) && !header.is(&BARE) || header.has(&PART) || header.is(&ROW) {
        return None;
    }
    // `Error name`, `Error type`: the last word says that it is something else.
    let last = header.words().next_back().map(Header::read);
    let (name, description) = text_scores(&header.text);
    if name.max(description) >= SURELY_TEXT && !last.is_some_and(|last| last.has(&CODE) || last.is(&BARE)) {
        return None;
    }
    // `Order type ID`, `Value, hex`: it says of what, and that is no error.
    let is_of_something = header.words().count() > 1 && header.words().next_back() == Some("id");
    let is_bare_number = is_hexadecimal && !noun && !header.is(&BARE);
    Some(
        if is_bare_number || is_of_something && !header.has_part(&ERROR) && !header.has(&RESULT) && !header.has(&SAYING)
        {
            Certainty::Weak
        } else if is_hexadecimal || header.has(&SIDE) {
            Certainty::Side
        } else if noun && header.has_part(&ERROR) {
            Certainty::Error
        } else if noun && header.has(&RESULT) {
            Certainty::Result
        } else if noun && header.is_foreign() {
            Certainty::Foreign
        } else if noun || header.is(&BARE) && !header.has(&RESULT) {
            Certainty::Plain
        } else if header.is(&BARE) {
            Certainty::Side
        } else {
            Certainty::Weak
        },
    )
}

/// Whether a header says that its column writes the code another way: `Hex` beside `Number`.
pub(crate) fn is_radix(header: &str) -> bool {
    let header = Header::read(header);
    RADIX.iter().any(|word| header.text == word) || (header.has(&RADIX) && header.has(&CODE))
}

/// Whether a header says that its cells are hexadecimal, in brackets or outside: `Error code (hex)`, `HRESULT`, `十六进制`.
pub(crate) fn is_hexadecimal(header: &str) -> bool {
    let header = header.nfkc().collect::<String>().to_lowercase();
    let mut words = header.split(|c: char| !c.is_alphanumeric());
    words.any(|word| HEX.iter().any(|hex| word == hex || !hex.is_ascii() && word.contains(hex)))
}

/// Whether cells below a header may be what the table calls its errors: codes of a standard and names of parameters are not.
pub(crate) fn may_name(header: &str) -> bool {
    let header = Header::read(header);
    !header.has(&STANDARD) && !header.text.starts_with("sql state") && !header.is_of_others()
}

/// Whether a header says that its codes are those of what another column names: `Unit code` beside `Unit`.
pub(crate) fn is_code_of(header: &str, other: &str) -> bool {
    let is_noun = |word: &&str| CODE.iter().chain(NUMBER.iter()).chain(HEX.iter()).any(|noun| noun == *word);
    let (header, other) = (Header::read(header), Header::read(other));
    let mut of: Vec<&str> = header.words().filter(|word| !is_noun(word)).collect();
    let mut named: Vec<&str> = other.words().collect();
    of.sort_unstable();
    named.sort_unstable();
    !of.is_empty() && of == named
}

/// Whether a header has a word for an error.
pub(crate) fn speaks_of_errors(header: &str) -> bool {
    Header::read(header).has_part(&ERROR)
}

/// Whether a header is that of something else: parameters, versions.
pub(crate) fn speaks_of_others(header: &str) -> bool {
    Header::read(header).is_of_others()
}

/// Whether a text says anywhere that something can go wrong. So much of it is looked at as a page has.
pub(crate) fn speaks_of_faults(text: &str) -> bool {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let words = ERROR.iter().filter(|word| word.len() > 3).chain(FAULTY.iter());
        words.map(|word| word.replace('_', " ")).collect()
    });
    const PAGE: usize = 1 << 20;
    let end = (0..=text.len().min(PAGE)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or_default();
    let text = text[..end].to_lowercase();
    WORDS.iter().any(|word| text.contains(word.as_str()))
}

/// Whether a header or a heading speaks of HTTP.
pub(crate) fn is_http(text: &str) -> bool {
    let header = Header::read(text);
    header.words().any(|word| word.starts_with("http"))
}

/// Whether a header calls its cells codes or bare numbers: `Code`, `Value`. A bare `Status` may be another protocol's, and a
/// `Card number` is that of a card.
pub(crate) fn is_number(header: &str) -> bool {
    let header = Header::read(header);
    // In a language without spaces, a word in the header is all there is to see.
    let is_known = |word: &str, words: &Words| words.iter().any(|known| known == word);
    let is_ours =
        |word: &str| !word.is_ascii() || [CODE, NUMBER, ERROR, RESULT, RADIX].iter().any(|list| is_known(word, list));
    (header.has(&CODE) || header.has(&NUMBER)) && header.words().all(is_ours) && !header.has(&STANDARD)
}

/// Whether a header means codes without a noun for one: `Error`, `Status`.
pub(crate) fn is_bare(header: &str) -> bool {
    let header = Header::read(header);
    header.is(&BARE) && !header.has(&CODE)
}

/// A score from which a header is that of a text, whatever else stands in it.
const SURELY_TEXT: u8 = 6;

/// The scores of a header as a name and as a description.
pub(crate) fn text_scores(header: &str) -> (u8, u8) {
    let header = Header::read(header).text;
    let score = |test: &dyn Fn(&str) -> bool| TEXT_WORDS.iter().find(|(word, ..)| test(word)).map(|&(_, n, d)| (n, d));
    score(&|word| header == word)
        .or_else(|| {
            score(&|word| match header.strip_suffix(word) {
                Some(before) => !word.is_ascii() || before.ends_with(' '),
                None => false,
            })
        })
        // `IANA meaning of it`, `Description (English)`: one of the words, where no better place says more.
        .or_else(|| score(&|word| header.split(' ').any(|part| part == word)))
        .unwrap_or((0, 0))
}

/// A header or heading, folded.
pub(crate) struct Header {
    text: String,
}

impl Header {
    pub(crate) fn read(text: &str) -> Self {
        Header { text: fold(text) }
    }

    fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.text.split(' ')
    }

    /// Whether it is that of something else: parameters, versions.
    pub(crate) fn is_of_others(&self) -> bool {
        self.has(&OTHER) || self.is(&OTHER_WHOLE)
    }

    /// Whether the whole of it is one of the words.
    fn is(&self, words: &Words) -> bool {
        let text = self.text.replace(' ', "_");
        words.iter().any(|word| word == text)
    }

    /// Whether one of the words stands in it: whole, or as a part where a language writes no spaces.
    pub(crate) fn has(&self, words: &Words) -> bool {
        let in_word = |word: &str| !word.is_ascii() && self.text.contains(word);
        let in_row = |word: &str| {
            word.split_once('_').is_some_and(|(one, other)| {
                self.words().zip(self.words().skip(1)).any(|(first, second)| first == one && second == other)
            })
        };
        words.iter().any(|word| in_word(word) || self.words().any(|part| part == word) || in_row(word))
    }

    /// Whether a word in it says of what its codes are, and that need be no error: `Event code`. Only words of Latin letters are
    /// looked at: elsewhere they are not parted.
    fn is_foreign(&self) -> bool {
        let ours = [&CODE, &NUMBER, &RADIX, &BARE, &SAYING, &NEAR, &NEUTRAL];
        let is_ours = |word: &str| !word.is_ascii() || ours.iter().any(|words| words.iter().any(|known| known == word));
        !self.words().all(is_ours) && !self.has_part(&ERROR)
    }

    /// Whether one of the words begins or ends a word of it: `ContractError`, `errors`.
    pub(crate) fn has_part(&self, words: &Words) -> bool {
        let affix = |word: &str| {
            self.words().any(|part| part.starts_with(word) || part.len() > word.len() + 2 && part.ends_with(word))
        };
        self.has(words) || words.iter().any(|word| word.len() > 3 && affix(word))
    }
}

/// The characters of a header that may say what its column means.
const LONGEST: usize = 200;

/// A header in lower case, without accents, marks and what stands in brackets, its words parted by one space.
fn fold(header: &str) -> String {
    let end = header.char_indices().nth(LONGEST).map_or(header.len(), |(end, _)| end);
    let header = &header[..end];
    let outside = header.split(['(', '（', '[']).next().unwrap_or_default();
    let outside = if outside.trim().is_empty() { header } else { outside };
    let mut folded = String::with_capacity(outside.len());
    let (mut last_lower, mut last_wide) = (false, None);
    for c in outside.nfkc() {
        // `errorCode` is two words, and so is `HTTP错误码`.
        let wide = Some(c >= '\u{2e80}');
        if !c.is_alphanumeric() || (c.is_uppercase() && last_lower) || wide != last_wide {
            folded.push(' ');
        }
        last_wide = wide;
        if c.is_alphanumeric() {
            // Accents go, but only from Latin letters: elsewhere a mark makes another letter.
            let latin = c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c);
            folded.extend(c.to_lowercase().nfd().filter(|c| !latin || c.is_alphanumeric()).nfc());
        } else if c == '#' {
            folded.push('#');
        }
        last_lower = c.is_lowercase();
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_hexadecimal_codes() {
        for header in
            ["Hex", "Error code (hex)", "HRESULT", "Code in hexadecimal notation", "错误码（十六进制）", "16進コード"]
        {
            assert!(is_hexadecimal(header), "{header}");
        }
        for header in ["Code", "Hexagon", "HexValue2", ""] {
            assert!(!is_hexadecimal(header), "{header}");
        }
    }

    #[test]
    fn headers_of_codes() {
        use Certainty::{Error, Foreign, Plain, Result, Side, Weak};
        for (header, expected) in [
            ("Error code", Some(Error)),
            ("errorCode", Some(Error)),
            ("ERROR_CODE", Some(Error)),
            ("MySQL Error Code", Some(Error)),
            ("错误码", Some(Error)),
            ("错误代码", Some(Error)),
            ("エラーコード", Some(Error)),
            ("오류 코드", Some(Error)),
            ("Fehlercode", Some(Error)),
            ("Code d'erreur", Some(Error)),
            ("Код ошибки", Some(Error)),
            ("Código de erro", Some(Error)),
            ("Códigos de retorno", Some(Result)),
            ("Mã lỗi", Some(Error)),
            ("Hata Kodu", Some(Error)),
            ("Kod błędu", Some(Error)),
            ("Codice errore", Some(Error)),
            ("Foutcode", Some(Error)),
            ("Felkod", Some(Error)),
            ("Код помилки", Some(Error)),
            ("RtnCode", Some(Result)),
            ("Exception", Some(Plain)),
            ("Código de error", Some(Error)),
            ("Return code", Some(Result)),
            ("Close code (uint16)", Some(Result)),
            ("返回码", Some(Result)),
            ("状态码", Some(Result)),
            ("Code", Some(Plain)),
            ("Number", Some(Plain)),
            ("ID", Some(Plain)),
            ("错误", Some(Plain)),
            ("编号", Some(Plain)),
            ("Return value", Some(Result)),
            ("返回值", Some(Result)),
            ("HTTP status", Some(Side)),
            ("HTTP错误码", Some(Side)),
            ("hex", Some(Side)),
            ("Value", Some(Weak)),
            ("Value, hex", Some(Weak)),
            ("Order type ID", Some(Weak)),
            ("Error ID", Some(Error)),
            ("Message ID", Some(Plain)),
            ("Alarm code", Some(Plain)),
            ("Numeric code", Some(Plain)),
            ("Event code", Some(Foreign)),
            ("Código de evento", Some(Foreign)),
            ("PaymentCode", Some(Foreign)),
            ("Error code prefix", None),
            ("Description", None),
            ("Error name", None),
            ("Error message", None),
            ("错误描述", None),
            ("Feedback API", None),
            ("", None),
        ] {
            assert_eq!(code_certainty(header), expected, "{header}");
        }
    }
}
