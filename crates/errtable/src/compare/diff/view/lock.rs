//! Views of what a lock says was released.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::compare::diff::Site;
use crate::finding::Place;
use crate::lock::{Lock, ReleasedColumn, ReleasedEnum, ReleasedRow, ReleasedType, is_released};
use crate::reading::meaning::Meaning;
use crate::text::Source;

use super::{CodeView, ColumnView, ConstantView, EnumView, RangeView, RowView, TypeView, ValueView, places};

impl<'a> EnumView<'a> {
    /// The enums of a lock. A lock does not say how codes were written, so each enum takes that from the one of `new` with
    /// its name.
    pub(crate) fn of_lock(lock: &'a Lock, new: &[EnumView<'_>]) -> Vec<Self> {
        let hex_digits: HashMap<_, _> = new.iter().map(|view| (view.name, view.hex_digits)).collect();
        let view = |released: &'a ReleasedEnum| {
            let hex_digits = hex_digits.get(released.name.as_str()).copied().unwrap_or(0);
            EnumView::of_released(&lock.source, released, hex_digits)
        };
        lock.enums.iter().map(view).collect()
    }

    fn of_released(lock: &Arc<Source>, released: &'a ReleasedEnum, hex_digits: usize) -> Self {
        let site = |place: &Range<usize>| Site::Beside(Place::new(lock, place.clone()));
        let columns: Vec<_> = released.columns.iter().map(|column| ColumnView::of_released(lock, column)).collect();
        let constants = released.constants.iter().map(|constant| ConstantView {
            name: &constant.name,
            code: &constant.code,
            text: None,
            is_released: is_released(&constant.since),
            site: site(&constant.place),
        });
        let ranges = released.ranges.iter().map(|range| RangeView {
            ends: (range.first, range.last),
            text: None,
            said: &range.text,
            is_released: is_released(&range.since),
            site: site(&range.place),
        });
        EnumView {
            name: &released.name,
            code_type: released.code_type,
            of_type: TypeView::of_released(&released.of_type),
            hex_digits,
            places: places(&columns),
            columns,
            rows: rows(lock, &released.rows),
            removed: rows(lock, &released.removed),
            constants: constants.collect(),
            ranges: ranges.collect(),
            is_released: is_released(&released.since),
            site: site(&released.place),
        }
    }
}

impl<'a> TypeView<'a> {
    fn of_released(of_type: &'a ReleasedType) -> Self {
        TypeView::new(&of_type.derives, &of_type.without, of_type.exhaustive, Some(of_type))
    }
}

impl<'a> ColumnView<'a> {
    fn of_released(lock: &Arc<Source>, column: &'a ReleasedColumn) -> Self {
        let (_, values) = column.category().unwrap_or_default();
        let texts = values.iter().map(|value| (value.variant.as_str(), value.text.as_str()));
        let values = values.iter().filter(|value| value.removed.is_none()).map(|value| ValueView {
            variant: &value.variant,
            text: &value.text,
            first: value.first(),
            is_released: is_released(&value.since),
            site: Site::Beside(Place::new(lock, value.place.clone())),
        });
        ColumnView {
            accessor: &column.accessor,
            header: &column.header,
            role: column.role,
            kind: column.content.kind(),
            optional: column.optional,
            default: column.default.as_deref(),
            of_type: TypeView::of_released(&column.of_type),
            values: values.collect(),
            is_joined: false,
            texts: texts.collect(),
            cells: None,
            is_released: is_released(&column.since),
            site: Site::Beside(Place::new(lock, column.place.clone())),
        }
    }
}

impl<'a> RowView<'a> {
    fn of_released(lock: &Arc<Source>, row: &'a ReleasedRow) -> Self {
        let codes = row.codes.iter().map(|released| CodeView {
            code: &released.code,
            since: Some(&released.since),
            is_released: is_released(&released.since),
            site: Site::Beside(Place::new(lock, released.place.clone())),
        });
        RowView {
            first: &row.first,
            codes: codes.collect(),
            variant: &row.variant,
            meaning: Meaning { name: row.name.as_deref(), description: row.description.as_deref() },
            first_meaning: first_meaning(row),
            retired: row.retired.is_some(),
            values: Some(&row.values),
            entry: None,
        }
    }
}

/// What a row said when it was first released.
pub(super) fn first_meaning(row: &ReleasedRow) -> Meaning<'_> {
    Meaning { name: row.first_name(), description: row.first_description() }
}

/// The rows of codes that an enum of a lock has no more.
pub(super) fn removed<'a>(lock: &'a Lock, released: &'a ReleasedEnum) -> Vec<RowView<'a>> {
    rows(&lock.source, &released.removed)
}

fn rows<'a>(lock: &Arc<Source>, rows: &'a [ReleasedRow]) -> Vec<RowView<'a>> {
    rows.iter().map(|row| RowView::of_released(lock, row)).collect()
}
