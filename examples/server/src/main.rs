//! Answers on this machine with one code.
//!
//! ```text
//! cargo run -p server -- 1008028
//! ```

use std::error::Error;
use std::process::ExitCode;

use server::{Answer, Answers, service};
use tpns_errors::{AnyErrorCode, ErrorCode};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("server: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let answers = Answers::default();
    if let Some(asked) = std::env::args().nth(1) {
        // A number need not be in the table; a name must.
        let code = asked.parse().map(AnyErrorCode::new).or_else(|_| asked.parse().map(ErrorCode::into))?;
        answers.set([Answer::Code(code)]);
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8028").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, service(answers)).await?;
    Ok(())
}
