//! What a microcontroller logs. Formatting needs a logger on the device, so all that is asked here is that it compiles.

use tpns_errors::{AnyErrorCode, ErrorCode, FeedbackApi};

#[test]
fn every_value_can_be_logged() {
    fn is_format<T: defmt::Format>(_: T) {}
    is_format(ErrorCode::AuthFailure);
    is_format(AnyErrorCode::from(7));
    is_format(FeedbackApi::PushApi);
}
