//! The default scheduler with one more plugin, from outside the crate.
//!
//! `cargo run --example plugin_hello` schedules for the current kubeconfig.

use std::sync::Arc;

use bowline::client::Client;
use bowline::scheduler_framework::driver::{Config, Scheduler};
use bowline_examples::prefer_label::PreferLabel;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    bowline_examples::init_logging("info");
    let plugin = Arc::new(PreferLabel("example.com/preferred".to_owned()));
    let scheduler = Scheduler::builder(Config::default(), Client::try_default()?);
    let scheduler = scheduler.plugin(plugin, 100).build()?;
    scheduler.run(bowline_examples::shutdown_on_signal()).await;
    Ok(())
}
