//! Sends a message to all devices.
//!
//! ```text
//! cargo run -p server -- 1008028                              # in one terminal
//! cargo run -p push_client -- http://127.0.0.1:8028 "A title" # in another
//! ```

use std::process::ExitCode;

use push_client::{Client, Error};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [address, title] = &arguments[..] else {
        eprintln!("usage: push_client ADDRESS TITLE, with an address of http://, as it is built without TLS");
        return ExitCode::from(2);
    };
    match Client::new(address).push(title) {
        Ok(pushed) => {
            println!("{}", pushed.push_ids);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("push: {error}");
            if let Error::Call(error) = error {
                eprintln!("advice: {}", error.advice());
            }
            ExitCode::FAILURE
        }
    }
}
