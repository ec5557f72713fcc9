//! A custom kind and its controller: a `Hello` becomes a Deployment that says it.
//!
//! `cargo run --example operator_hello` works with the current kubeconfig.

use bowline::client::Client;
use bowline_examples::hello;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    bowline_examples::init_logging("info");
    let client = Client::try_default()?;
    hello::run(client, bowline_examples::shutdown_on_signal()).await
}
