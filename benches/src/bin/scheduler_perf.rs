//! The workloads of upstream's `scheduler_perf`, at three levels.
//!
//! The peer's figures come from another machine with 2 cores; they were not measured here.

use bowline_benches::report::{self, Measurement};
use bowline_benches::scheduling::{self, Failure, How, Outcome, Reach, Suite, percentile};
use clap::{Parser, ValueEnum};

/// Pods a second in upstream's scheduling workloads.
#[derive(Parser)]
struct Arguments {
    /// Part of the names of the workloads, as upstream has them; repeatable
    #[arg(long)]
    workload: Vec<String>,
    /// What is measured; all levels when absent
    #[arg(long)]
    level: Option<Level>,
    /// Examine all nodes for each pod instead of as many as upstream does (decisions only)
    #[arg(long)]
    every_node: bool,
    /// Take any of the best nodes instead of the one that upstream takes (decisions only)
    #[arg(long)]
    fast: bool,
    /// Ask every plugin about every node instead of keeping answers (decisions only)
    #[arg(long)]
    plain: bool,
    /// Decide a second time with --plain, and fail if a decision differs (decisions only)
    #[arg(long)]
    compare: bool,
    /// List the workloads and end
    #[arg(long)]
    list: bool,
    /// One JSON line a measurement instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Level {
    /// The engine alone
    Decisions,
    /// With the API server in memory, in the same process
    Inprocess,
    /// The same over HTTP
    Http,
}

fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let suite = Suite::load()?;
    if arguments.list {
        suite.matching("").for_each(|(name, _)| println!("{name}"));
        return Ok(());
    }
    let wanted = match arguments.workload.is_empty() {
        // The largest would take long at the levels with a server.
        true => vec!["5000Nodes_".to_owned()],
        false => arguments.workload.clone(),
    };
    report::head(arguments.json);
    let levels = match arguments.level {
        Some(level) => vec![level],
        None => vec![Level::Decisions, Level::Inprocess, Level::Http],
    };
    for text in &wanted {
        for (name, shape) in suite.matching(text) {
            for level in &levels {
                let workload = shape.build()?;
                let peer = workload.peer;
                let (label, outcome) = match level {
                    Level::Decisions => {
                        let how = How {
                            every_node: arguments.every_node,
                            fast: arguments.fast,
                            plain: arguments.plain,
                        };
                        let words = [
                            (how.every_node, ", every node"),
                            (how.fast, ", fast"),
                            (how.plain, ", plain"),
                        ];
                        let words = words.iter().filter(|(given, _)| *given).map(|(_, it)| *it);
                        let label = format!("decisions{}", words.collect::<String>());
                        let outcome = scheduling::decisions(workload, how)?;
                        if arguments.compare {
                            let plain = How { plain: true, ..how };
                            let other = scheduling::decisions(shape.build()?, plain)?;
                            if other.placements != outcome.placements {
                                return Err(format!("{name}: decisions differ").into());
                            }
                        }
                        (label, outcome)
                    }
                    Level::Inprocess => ("in process".to_owned(), run(workload, Reach::InProcess)?),
                    Level::Http => ("http".to_owned(), run(workload, Reach::Http)?),
                };
                print(&format!("{name}, {label}"), &outcome, peer, arguments.json);
            }
        }
    }
    Ok(())
}

fn run(workload: scheduling::Workload, reach: Reach) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(scheduling::stack(workload, reach))
}

fn print(name: &str, outcome: &Outcome, peer: Option<f64>, as_json: bool) {
    let size = outcome.pods;
    let line = |name: String, ours: f64, peer: Option<f64>, unit: &'static str| {
        report::print(&Measurement { name, ours, peer, unit, size }, as_json);
    };
    line(name.to_owned(), outcome.throughput(), peer, "pods/s");
    if let Some(average) = outcome.samples.average() {
        line(format!("{name}, sampled average"), average, peer, "pods/s");
        let rates = outcome.samples.sorted();
        for (label, share) in [("50", 0.5), ("99", 0.99)] {
            if let Some(rate) = percentile(&rates, share) {
                line(format!("{name}, sampled perc{label}"), rate, None, "pods/s");
            }
        }
    }
    let used = outcome.processor.as_secs_f64() * 1e6 / size.max(1) as f64;
    line(format!("{name}, processor time a pod"), used, None, "us");
    if let Some(memory) = &outcome.memory {
        for (label, bytes) in [("node", memory.node), ("pod", memory.pod)] {
            line(format!("{name}, memory of a {label}"), bytes as f64, None, "bytes");
        }
    }
    for (label, share) in [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999), ("most", 1.0)] {
        if let Some(taken) = percentile(&outcome.decisions, share) {
            let micros = taken.as_secs_f64() * 1e6;
            line(format!("{name}, decision {label}"), micros, None, "us");
        }
    }
}
