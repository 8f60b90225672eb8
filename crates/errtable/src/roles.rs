//! Headers to roles: which column holds the code, which the name, which the description.
//!
//! All that is guessed is guessed here, from the tables of words below. A header is scored for each role; the best
//! score takes the role, and the cells are looked at only where scores tie.

use unicode_normalization::UnicodeNormalization;

use crate::code::{Reading, normalize};

/// The columns with a role, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles {
    pub(crate) code: usize,
    pub(crate) name: Option<usize>,
    pub(crate) description: Option<usize>,
}

/// Which column holds the codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeColumn {
    /// This one, by a header that says so with this certainty.
    Found(usize, Certainty),
    /// Each of these could be.
    Ambiguous(Vec<usize>),
    None,
}

/// How sure a header makes it that its column holds error codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    /// `Status`, `HTTP code`, `Hex`: codes if nothing better is there.
    Weak,
    /// `Code`, `Number`, `ID`, `错误`: codes of something.
    Plain,
    /// `Return code`, `Status code`, `返回码`: codes that an answer carries.
    Result,
    /// `Error code`, `错误码`: nothing else.
    Error,
}

/// A column as the roles see it.
#[derive(Debug)]
pub(crate) struct Sample<'a> {
    pub(crate) header: &'a str,
    pub(crate) cells: Vec<&'a str>,
}

/// Nouns for a code, as whole words of a header.
const CODE_WORDS: &[&str] = &[
    "code",
    "codes",
    "number",
    "no",
    "num",
    "nr",
    "id",
    "value",
    "errno",
    "errcode",
    "errorcode",
    "retcode",
    "int",
    "codigo",
    "numero",
    "nummer",
    "codenummer",
    "fehlernummer",
    "fehlercode",
    "statuscode",
    "returncode",
    "resultcode",
    "код",
    "номер",
    "コード",
    "番号",
    "코드",
    "번호",
    "dec",
    "decimal",
    "sqlstate",
    "errorid",
    "enum",
    "key",
];

/// Nouns for a code, as the end of a word, for languages that write no spaces.
const CODE_ENDINGS: &[&str] = &[
    "码",
    "碼",
    "代码",
    "代碼",
    "编码",
    "编号",
    "編號",
    "号",
    "コード",
    "番号",
    "코드",
    "번호",
    "code",
    "nummer",
    "值",
];

/// What makes a code an error code.
const ERROR_WORDS: &[&str] = &[
    "error",
    "err",
    "errno",
    "erreur",
    "erro",
    "fehler",
    "ошибк",
    "错误",
    "錯誤",
    "异常",
    "エラー",
    "오류",
    "에러",
    "fault",
    "exception",
    "failure",
    "bug",
    "sqlstate",
    "sql state",
    "报错",
    "失败",
];

/// What makes a code one that an answer carries.
const RESULT_WORDS: &[&str] = &[
    "return",
    "ret",
    "result",
    "response",
    "resp",
    "exit",
    "close",
    "reason",
    "返回",
    "响应",
    "應答",
    "结果",
    "结束",
    "関闭",
    "关闭",
    "リターン",
    "戻り",
    "応答",
    "응답",
    "결과",
    "rückgabe",
    "antwort",
    "retour",
    "ответ",
    "возврат",
    "retorno",
    "resposta",
    "respuesta",
    "status",
    "状态",
    "狀態",
    "ステータス",
    "상태",
    "statut",
    "состояни",
    "grpc",
];

/// What makes a code another protocol's, or only another spelling of the code beside it.
const SIDE_WORDS: &[&str] = &["http", "https", "hex", "hexadecimal", "十六进制", "16进制", "16進", "httpstatus"];

/// Headers that are codes though they hold no noun for one.
const BARE_CODES: &[&str] = &[
    "error",
    "errors",
    "错误",
    "errno",
    "status",
    "hex",
    "hexadecimal",
    "十六进制",
    "十进制",
    "http",
    "http status",
    "error #",
    "#",
    "エラー",
    "오류",
    "状态",
    "sql state",
    "fehler",
    "ошибка",
];

/// Scores for name and description: header, as a name, as a description.
///
/// A header that stands here whole, or ends in one of these words, takes the row's scores.
const TEXT_WORDS: &[(&str, u8, u8)] = &[
    // Symbols.
    ("name", 10, 0),
    ("symbol", 10, 0),
    ("symbolic name", 10, 0),
    ("constant", 10, 0),
    ("variant", 10, 0),
    ("identifier", 9, 0),
    ("mnemonic", 9, 0),
    ("macro", 9, 0),
    ("enum", 9, 0),
    ("descriptor", 8, 2),
    ("title", 7, 2),
    ("label", 7, 2),
    ("key", 6, 0),
    ("名称", 10, 0),
    ("名稱", 10, 0),
    ("错误名", 10, 0),
    ("名", 9, 0),
    ("符号", 9, 0),
    ("常量", 9, 0),
    ("标识", 8, 0),
    ("枚举", 9, 0),
    ("英文描述", 8, 3),
    ("英文", 6, 1),
    ("名前", 10, 0),
    ("識別子", 9, 0),
    ("이름", 10, 0),
    ("명칭", 10, 0),
    ("bezeichnung", 9, 1),
    ("nom", 10, 0),
    ("название", 10, 0),
    ("имя", 10, 0),
    ("nome", 10, 0),
    ("nombre", 10, 0),
    // Phrases: a name where every cell is a different one, else prose.
    ("type", 5, 0),
    ("message", 5, 7),
    ("reason", 5, 6),
    ("error", 5, 4),
    ("status", 4, 2),
    ("cause", 3, 6),
    ("信息", 4, 7),
    ("消息", 4, 7),
    ("提示", 3, 6),
    ("メッセージ", 4, 7),
    ("메시지", 4, 7),
    ("meldung", 4, 7),
    ("сообщение", 4, 7),
    ("mensagem", 4, 7),
    ("mensaje", 4, 7),
    ("msg", 5, 7),
    ("meaning", 4, 8),
    ("description", 2, 9),
    // Prose.
    ("desc", 2, 9),
    ("descriptions", 2, 9),
    ("explanation", 1, 10),
    ("definition", 1, 8),
    ("details", 0, 8),
    ("detail", 0, 8),
    ("summary", 2, 6),
    ("text", 2, 5),
    ("usage", 0, 5),
    ("notes", 0, 4),
    ("note", 0, 4),
    ("comment", 0, 4),
    ("comments", 0, 4),
    ("remarks", 0, 4),
    ("描述", 2, 9),
    ("说明", 1, 9),
    ("說明", 1, 9),
    ("含义", 2, 8),
    ("含義", 2, 8),
    ("中文", 1, 7),
    ("解释", 1, 8),
    ("原因", 2, 6),
    ("内容", 1, 6),
    ("备注", 0, 4),
    ("意味", 2, 8),
    ("説明", 1, 9),
    ("概要", 2, 6),
    ("설명", 1, 9),
    ("의미", 2, 8),
    ("내용", 1, 6),
    ("beschreibung", 1, 9),
    ("bedeutung", 2, 8),
    ("signification", 2, 8),
    ("описание", 1, 9),
    ("значение", 2, 8),
    ("descricao", 1, 9),
    ("significado", 2, 8),
    ("descripcion", 1, 9),
];

/// A name column by its header alone; below it, its cells must all be there and differ.
const SURE_NAME: u8 = 6;
const LEAST_NAME: u8 = 2;
const LEAST_DESCRIPTION: u8 = 4;

/// Finds the column of the codes.
pub(crate) fn code_column(columns: &[Sample<'_>]) -> CodeColumn {
    let scores: Vec<_> = columns.iter().map(|column| code_certainty(column.header)).collect();
    let plausible = |&index: &usize| scores[index].is_some() && holds_codes(&columns[index].cells);
    let candidates: Vec<usize> = (0..columns.len()).filter(plausible).collect();
    let Some(best) = candidates.iter().filter_map(|&index| scores[index]).max() else { return CodeColumn::None };
    let top: Vec<usize> = candidates.iter().copied().filter(|&index| scores[index] == Some(best)).collect();
    if let [only] = top[..] {
        // A column that repeats itself identifies nothing, where another does not.
        let rivals: Vec<_> =
            candidates.iter().copied().filter(|&index| index != only && identifies(&columns[index].cells)).collect();
        return match rivals[..] {
            [rival] if !identifies(&columns[only].cells) && mostly_repeats(&columns[only].cells) => {
                CodeColumn::Found(rival, scores[rival].unwrap_or(best))
            }
            _ => CodeColumn::Found(only, best),
        };
    }
    break_tie(columns, &top)
        .or_else(|| break_tie(columns, &candidates))
        .map_or(CodeColumn::Ambiguous(top), |index| CodeColumn::Found(index, best))
}

/// The one column among equals whose cells can be codes where those of the others cannot.
fn break_tie(columns: &[Sample<'_>], top: &[usize]) -> Option<usize> {
    let only = |test: fn(&[&str]) -> bool| {
        let mut passing = top.iter().copied().filter(|&index| test(&columns[index].cells));
        passing.next().filter(|_| passing.next().is_none())
    };
    only(|cells| identifies(cells) && mostly_numbers(cells))
        .or_else(|| only(identifies))
        .or_else(|| only(mostly_numbers))
}

/// Assigns the other two roles, once the column of the codes is known.
pub(crate) fn text_columns(columns: &[Sample<'_>], code: usize) -> (Option<usize>, Option<usize>) {
    let scores: Vec<_> = columns.iter().map(|column| text_scores(column.header)).collect();
    let free = || (0..columns.len()).filter(move |&index| index != code);
    let best = |score: &dyn Fn(usize) -> u8, least: u8, not: Option<usize>| {
        free()
            .filter(|&index| Some(index) != not && score(index) >= least)
            // The leftmost of equals.
            .max_by_key(|&index| (score(index), std::cmp::Reverse(index)))
    };
    let sure_name = best(&|index| scores[index].0, SURE_NAME, None).filter(|&index| scores[index].0 > scores[index].1);
    let description = best(&|index| scores[index].1, LEAST_DESCRIPTION, sure_name);
    let name = sure_name.or_else(|| {
        let terse = |index: usize| is_terse(&columns[index].cells);
        best(&|index| if terse(index) { scores[index].0 } else { 0 }, LEAST_NAME, description)
    });
    (name, description)
}

/// What a header says about a column of codes.
pub(crate) fn code_certainty(header: &str) -> Option<Certainty> {
    let header = fold(header);
    let words: Vec<&str> = header.split(' ').collect();
    // A sentence is no header of codes.
    if words.len() > 5 || header.is_empty() {
        return None;
    }
    let has = |list: &[&str]| {
        list.iter()
            .any(|word| if word.is_ascii() && word.len() < 6 { words.contains(word) } else { header.contains(word) })
    };
    let noun = words.iter().any(|word| CODE_WORDS.contains(word))
        || CODE_ENDINGS.iter().any(|ending| words.iter().any(|word| word.ends_with(ending)));
    if !noun && !BARE_CODES.contains(&header.as_str()) {
        return None;
    }
    // `Error name`, `Error type`: the last word says that it is something else.
    if text_scores(&header).0 >= SURE_NAME && !words.last().is_some_and(|word| CODE_WORDS.contains(word)) {
        return None;
    }
    Some(if has(SIDE_WORDS) {
        Certainty::Weak
    } else if noun && has(ERROR_WORDS) {
        Certainty::Error
    } else if noun && has(RESULT_WORDS) {
        Certainty::Result
    } else if header == "status" || header == "状态" {
        Certainty::Weak
    } else {
        Certainty::Plain
    })
}

/// Whether a header speaks of errors.
pub(crate) fn speaks_of_errors(text: &str) -> bool {
    let text = fold(text);
    ERROR_WORDS.iter().any(|word| {
        if word.is_ascii() { text.split(' ').any(|part| part.starts_with(word)) } else { text.contains(word) }
    })
}

/// The scores of a header as a name and as a description.
fn text_scores(header: &str) -> (u8, u8) {
    let header = fold(header);
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

/// A header in lower case, without accents, marks and what stands in brackets, its words parted by one space.
fn fold(header: &str) -> String {
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
            let latin = c < '\u{250}';
            folded.extend(c.to_lowercase().nfd().filter(|c| !latin || c.is_alphanumeric()).nfc());
        } else if c == '#' {
            folded.push('#');
        }
        last_lower = c.is_lowercase();
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The share of cells, in percent of those that hold anything, that pass a test; 0 where none holds anything.
fn percent(cells: &[&str], test: impl Fn(&str) -> bool) -> usize {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let passing = cells.iter().filter(|cell| !cell.is_empty() && test(cell)).count();
    (passing * 100).checked_div(filled).unwrap_or(0)
}

/// Whether the cells can be codes at all: short, most of them there, few words.
fn holds_codes(cells: &[&str]) -> bool {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let code_like =
        |cell: &str| !matches!(Reading::of(&normalize(cell)), Reading::Other) || cell.split_whitespace().count() <= 2;
    cells.is_empty() || (filled * 2 >= cells.len() && percent(cells, code_like) >= 60)
}

fn mostly_numbers(cells: &[&str]) -> bool {
    percent(cells, |cell| !matches!(Reading::of(&normalize(cell)), Reading::Other | Reading::Empty)) > 50
}

/// Whether each cell is there and no two are the same.
fn identifies(cells: &[&str]) -> bool {
    distinct(cells) == cells.len() && cells.iter().all(|cell| !cell.is_empty())
}

fn mostly_repeats(cells: &[&str]) -> bool {
    distinct(cells) * 2 < cells.len() + 1
}

fn distinct(cells: &[&str]) -> usize {
    cells.iter().collect::<std::collections::HashSet<_>>().len()
}

/// Whether the cells can name what their rows are about: all there, all different, none a sentence.
fn is_terse(cells: &[&str]) -> bool {
    identifies(cells) && cells.iter().all(|cell| cell.chars().count() <= 60 && cell.split_whitespace().count() <= 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_codes() {
        use Certainty::{Error, Plain, Result, Weak};
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
            ("HTTP status", Some(Weak)),
            ("HTTP错误码", Some(Weak)),
            ("hex", Some(Weak)),
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

    fn columns<'a>(headers: &[&'a str], rows: &[&[&'a str]]) -> Vec<Sample<'a>> {
        let cells = |index: usize| rows.iter().map(|row| row[index]).collect();
        headers.iter().enumerate().map(|(index, header)| Sample { header, cells: cells(index) }).collect()
    }

    #[test]
    fn the_more_specific_header_wins() {
        let columns = columns(&["HTTP status", "Error code"], &[&["400", "1"], &["404", "2"]]);
        assert_eq!(code_column(&columns), CodeColumn::Found(1, Certainty::Error));
    }

    #[test]
    fn cells_break_a_tie() {
        let columns = columns(&["Code", "Number"], &[&["OK", "0"], &["CANCELLED", "1"]]);
        assert_eq!(code_column(&columns), CodeColumn::Found(1, Certainty::Plain));
    }

    #[test]
    fn two_plausible_columns_are_never_decided_silently() {
        let columns = columns(&["Error code", "Error number"], &[&["1", "10"], &["2", "20"]]);
        assert_eq!(code_column(&columns), CodeColumn::Ambiguous(vec![0, 1]));
    }

    #[test]
    fn names_and_descriptions() {
        for (headers, name, description) in [
            (["Error code", "English descriptor", "Error description"], Some(1), Some(2)),
            (["错误码", "错误英文描述", "错误中文描述"], Some(1), Some(2)),
            (["Code", "Message", "Description"], Some(1), Some(2)),
            (["Code", "Description", "Explanation"], Some(1), Some(2)),
            (["Code", "Meaning", "Reserved"], None, Some(1)),
            (["Code", "Name", "Message"], Some(1), Some(2)),
        ] {
            let columns = columns(&headers, &[&["1", "a b", "x y z"], &["2", "c d", "u v w"]]);
            assert_eq!(text_columns(&columns, 0), (name, description), "{headers:?}");
        }
    }
}
