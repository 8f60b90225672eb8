//! The codes of two enums, which may be of two types.

use std::borrow::Cow;
use std::collections::HashMap;

use super::view::{EnumView, RowView};
use crate::catalog::{Code, CodeType};

/// The rows of an enum by each of their codes.
pub(super) struct ByCode<'v> {
    rows: HashMap<&'v Code, &'v RowView<'v>>,
    code_type: CodeType,
}

impl<'v> ByCode<'v> {
    pub(super) fn of(side: &'v EnumView<'v>) -> Self {
        let mut rows = HashMap::with_capacity(side.rows.len());
        for row in &side.rows {
            rows.extend(row.codes.iter().map(|of| (of.code, row)));
        }
        ByCode { rows, code_type: side.code_type }
    }

    /// The row that has a code, whichever type that has.
    pub(super) fn get(&self, code: &Code) -> Option<&'v RowView<'v>> {
        self.rows.get(code_as(code, self.code_type).as_ref()).copied()
    }
}

/// A code as an enum of another code type writes it: a number becomes the text of its digits, and such a text the number.
pub(in crate::compare) fn code_as(code: &Code, code_type: CodeType) -> Cow<'_, Code> {
    match code {
        Code::Integer(number) if code_type == CodeType::Text => Cow::Owned(Code::Text(number.to_string())),
        Code::Text(text) if code_type != CodeType::Text => match text.parse::<i128>() {
            // `007` and `+7` are no way in which a number is shown.
            Ok(number) if number.to_string() == *text => Cow::Owned(Code::Integer(number)),
            _ => Cow::Borrowed(code),
        },
        _ => Cow::Borrowed(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_whose_type_has_changed_is_the_digits() {
        let text = |code: &str| Code::Text(code.to_owned());
        assert_eq!(*code_as(&Code::Integer(-7), CodeType::Text), text("-7"));
        assert_eq!(*code_as(&text("-7"), CodeType::I64), Code::Integer(-7));
        for same in ["007", "+7", "7a"] {
            assert_eq!(*code_as(&text(same), CodeType::U32), text(same));
        }
        assert_eq!(*code_as(&Code::Integer(7), CodeType::I64), Code::Integer(7));
    }
}
