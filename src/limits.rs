//! How often the service may be called.

use core::time::Duration;

use crate::ErrorCode;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A limit of calls in a time, as the documentation of the service states it. What it counts is
/// [data of its code](ErrorCode::pushes_a_second).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// Pushes to all devices, to those with a tag and to those of a package: in a second.
    Push,
    /// The same push to all devices: in an hour.
    SameFullPush,
    /// Queries of statistics: in an hour.
    StatisticsQuery,
    /// Push plans that are made: in a day.
    PushPlan,
}

impl Limit {
    /// The time in which it counts calls.
    pub const fn period(self) -> Duration {
        match self {
            Limit::Push => SECOND,
            Limit::SameFullPush | Limit::StatisticsQuery => HOUR,
            Limit::PushPlan => DAY,
        }
    }
}

impl ErrorCode {
    /// How many calls of a limit may be made in its [period](Limit::period), where this code says that there were more.
    ///
    /// ```
    /// use tpns_errors::{ErrorCode, Limit};
    ///
    /// assert_eq!(ErrorCode::RequestTooFast.calls(Limit::StatisticsQuery), Some(200));
    /// assert_eq!(ErrorCode::AuthFailure.calls(Limit::StatisticsQuery), None);
    /// ```
    pub const fn calls(self, limit: Limit) -> Option<u32> {
        match limit {
            Limit::Push => self.pushes_a_second(),
            Limit::SameFullPush => self.same_full_pushes_an_hour(),
            Limit::StatisticsQuery => self.statistics_queries_an_hour(),
            Limit::PushPlan => self.push_plans_a_day(),
        }
    }

    /// How long to wait before the call is made again: the whole period of the limit, after which no earlier call counts.
    /// `None` where the code is of no such limit.
    ///
    /// Bound it: of queries it is an hour, and of plans a day.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tpns_errors::{ErrorCode, Limit};
    ///
    /// assert_eq!(ErrorCode::RequestTooFast.wait(Limit::Push), Some(Duration::from_secs(1)));
    /// assert_eq!(ErrorCode::RequestTooFast.wait(Limit::SameFullPush), Some(Duration::from_secs(3600)));
    /// assert_eq!(ErrorCode::InvokeServiceError.wait(Limit::Push), None);
    /// ```
    pub const fn wait(self, limit: Limit) -> Option<Duration> {
        match self.calls(limit) {
            Some(_) => Some(limit.period()),
            None => None,
        }
    }
}
