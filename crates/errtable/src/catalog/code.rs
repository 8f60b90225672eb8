//! Error codes and their types.

use std::fmt;

/// One error code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A number; every one of an enum fits into its [`CodeType`].
    Integer(i128),
    /// Anything else: `42P01`, `card_declined`, `0000`.
    Text(String),
}

impl Code {
    /// The code in hexadecimal, with at least so many digits; as it is where that is none.
    pub(crate) fn shown(&self, hex_digits: usize) -> String {
        match self {
            Code::Integer(number) if hex_digits > 0 => {
                let sign = if *number < 0 { "-" } else { "" };
                format!("{sign}0x{:0hex_digits$X}", number.unsigned_abs())
            }
            code => code.to_string(),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Code::Integer(number) => number.fmt(f),
            Code::Text(text) => text.fmt(f),
        }
    }
}

/// The Rust type of an enum's codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeType {
    /// `u32`
    U32,
    /// `i32`
    I32,
    /// `u64`
    U64,
    /// `i64`
    I64,
    /// `&str`
    Text,
}

impl CodeType {
    /// The smallest integer type that holds everything from `least` to `greatest`.
    pub(crate) fn holding(least: i128, greatest: i128) -> Option<Self> {
        let ranges = [
            (CodeType::U32, i128::from(u32::MIN), i128::from(u32::MAX)),
            (CodeType::I32, i128::from(i32::MIN), i128::from(i32::MAX)),
            (CodeType::U64, i128::from(u64::MIN), i128::from(u64::MAX)),
            (CodeType::I64, i128::from(i64::MIN), i128::from(i64::MAX)),
        ];
        ranges.into_iter().find(|&(_, min, max)| min <= least && greatest <= max).map(|(code_type, ..)| code_type)
    }

    /// The type of codes in Rust.
    pub(crate) fn in_rust(self) -> &'static str {
        match self {
            CodeType::Text => "&str",
            integer => integer.as_str(),
        }
    }

    /// The type of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let all = [CodeType::U32, CodeType::I32, CodeType::U64, CodeType::I64, CodeType::Text];
        all.into_iter().find(|code_type| code_type.as_str() == name)
    }

    /// Whether a code can be of this type.
    pub(crate) fn holds(self, code: &Code) -> bool {
        match code {
            Code::Text(_) => self == CodeType::Text,
            Code::Integer(value) => {
                CodeType::holding((*value).min(0), (*value).max(0)).is_some_and(|least| self.includes(least))
            }
        }
    }

    /// Whether every number of another type is one of this type.
    pub(crate) fn includes(self, other: CodeType) -> bool {
        let is_text = |code_type| code_type == CodeType::Text;
        match (self, other) {
            _ if self == other => true,
            _ if is_text(self) || is_text(other) => false,
            (CodeType::I64, _) => other != CodeType::U64,
            (CodeType::U64, CodeType::U32) => true,
            _ => false,
        }
    }

    /// Its name: `u32`, `i32`, `u64`, `i64`, or `text`.
    pub const fn as_str(self) -> &'static str {
        match self {
            CodeType::U32 => "u32",
            CodeType::I32 => "i32",
            CodeType::U64 => "u64",
            CodeType::I64 => "i64",
            CodeType::Text => "text",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_type() {
        assert_eq!(CodeType::holding(0, 5), Some(CodeType::U32));
        assert_eq!(CodeType::holding(-1, 5), Some(CodeType::I32));
        assert_eq!(CodeType::holding(0, 1 << 32), Some(CodeType::U64));
        assert_eq!(CodeType::holding(-1, 1 << 32), Some(CodeType::I64));
        assert_eq!(CodeType::holding(-1, i128::from(u64::MAX)), None);
    }
}
