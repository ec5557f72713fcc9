//! Scheduling in virtual time, and what-if questions about a cluster:
//! `cargo run --release --example simulate -- --help`.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use bowline::apimachinery::random::SeededRandom;
use bowline::apimachinery::time::Duration;
use bowline::scheduler_framework::config::KubeSchedulerConfiguration;
use bowline::scheduler_framework::simulation::traces::{
    Trace, TraceOptions, alibaba_2018, alibaba_gpu_2023, azure_packing, borg_2019,
};
use bowline::scheduler_framework::simulation::{
    Arrivals, Comparison, LogEntry, Policy, Scenario, Synthetic, Timing, compare, output,
};
use bowline_examples::progress::ProgressBar;
use bowline_examples::what_if::{self, Questions};
use clap::{Parser, ValueEnum};

/// Lets the same stories happen to several scheduling policies, in virtual time, and writes what
/// came of it: tables, a log of every event, and a page with plots.
///
/// Without a trace the cluster and its load are made up.
#[derive(Parser)]
struct Flags {
    /// The jobs of a trace (its pods, tasks, instances or VMs)
    #[arg(long, requires = "format", requires = "nodes_file")]
    trace: Option<PathBuf>,
    /// The machines of the trace (for Azure its types of VMs)
    #[arg(long)]
    nodes_file: Option<PathBuf>,
    /// The format of the trace
    #[arg(long)]
    format: Option<Format>,
    /// A KubeSchedulerConfiguration; may be given several times, and each is compared with the
    /// first. Without any: the default, and packing instead of spreading
    #[arg(long)]
    config: Vec<PathBuf>,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many seeds
    #[arg(long, default_value_t = 3)]
    seeds: u64,
    /// Where the results go
    #[arg(long, default_value = "simulation")]
    out: PathBuf,
    /// Also write a log of every event and the story of every pod
    #[arg(long)]
    details: bool,
    /// The share of the trace's jobs that is drawn, by seed
    #[arg(long, default_value_t = 1.0)]
    sample: f64,
    /// By how much the time between arrivals is pressed
    #[arg(long, default_value_t = 1.0)]
    speed_up: f64,
    /// At most so many jobs; of made-up ones, how many
    #[arg(long)]
    pods: Option<usize>,
    /// How many nodes, where no trace says
    #[arg(long, default_value_t = 100)]
    nodes: usize,
    /// How made-up pods come
    #[arg(long, default_value = "daily")]
    arrivals: How,
    /// How many made-up nodes fail
    #[arg(long, default_value_t = 0)]
    failures: usize,
    /// Hours that made-up pods come over
    #[arg(long, default_value_t = 24.0)]
    hours: f64,
    /// Milliseconds from a decision to its binding
    #[arg(long, default_value_t = 5)]
    binding_latency_ms: i64,
    /// Milliseconds from a binding to the pod's start
    #[arg(long, default_value_t = 1000)]
    start_latency_ms: i64,
    /// Simulations at once
    #[arg(long)]
    threads: Option<usize>,
    #[command(flatten)]
    questions: Questions,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    AlibabaGpu2023,
    Alibaba2018,
    Borg2019,
    AzurePacking,
}

#[derive(Clone, Copy, ValueEnum)]
enum How {
    Poisson,
    Daily,
    Bursts,
}

fn main() -> Result<()> {
    let flags = Flags::parse();
    bowline_examples::init_logging("warn");
    if flags.questions.asked() {
        let configuration = match flags.config.first() {
            Some(path) => read_configuration(path)?,
            None => KubeSchedulerConfiguration::default(),
        };
        return what_if::answer(&flags.questions, configuration, &mut std::io::stdout());
    }
    ensure!(flags.seeds > 0, "--seeds must be greater than 0");
    ensure!((0.0..=1.0).contains(&flags.sample), "--sample must be from 0 to 1");
    let policies = flags.policies()?;
    let trace = flags.load()?;
    let seeds: Vec<u64> = (flags.seed..flags.seed + flags.seeds).collect();
    std::fs::create_dir_all(&flags.out).with_context(|| flags.out.display().to_string())?;
    let scenario = |seed: u64| flags.scenario(trace.as_ref(), seed);
    let logs = Logs::new(&flags, &policies, &seeds)?;
    let bar = ProgressBar::new("simulating");
    let threads = flags
        .threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let until = Duration::from_secs(365 * 86_400);
    let compared = compare(
        &policies,
        &seeds,
        &scenario,
        until,
        threads,
        &|it| bar.show(it.done, it.all, &format!("{} events", it.events)),
        &|policy, seed, entry| logs.write(policy, seed, entry),
    )?;
    bar.finish();
    flags.write(&compared, trace.as_ref())?;
    print_table(&compared);
    println!("\nreport: {}", flags.out.join("report.html").display());
    Ok(())
}

fn read_configuration(path: &std::path::Path) -> Result<KubeSchedulerConfiguration> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    KubeSchedulerConfiguration::from_text(&text).with_context(|| path.display().to_string())
}

/// Pods go where most is taken already.
const PACKING: &str = "
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
- pluginConfig:
  - name: NodeResourcesFit
    args: {scoringStrategy: {type: MostAllocated}}
";

impl Flags {
    fn policies(&self) -> Result<Vec<Policy>> {
        if self.config.is_empty() {
            let packing = KubeSchedulerConfiguration::from_text(PACKING)?;
            return Ok(vec![
                Policy::new("default", KubeSchedulerConfiguration::default()),
                Policy::new("packing", packing),
            ]);
        }
        let named = |path: &PathBuf| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            Ok(Policy::new(name, read_configuration(path)?))
        };
        self.config.iter().map(named).collect()
    }

    fn load(&self) -> Result<Option<Trace>> {
        let (Some(jobs), Some(nodes), Some(format)) = (&self.trace, &self.nodes_file, self.format)
        else {
            return Ok(None);
        };
        let open = |path: &PathBuf| {
            let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
            anyhow::Ok(std::io::BufReader::new(file))
        };
        let (mut nodes, mut jobs) = (open(nodes)?, open(jobs)?);
        let options = self.options();
        let trace = match format {
            Format::AlibabaGpu2023 => alibaba_gpu_2023::load(&mut nodes, &mut jobs),
            Format::Alibaba2018 => alibaba_2018::load(&mut nodes, &mut jobs, &options),
            Format::Borg2019 => borg_2019::load(&mut nodes, &mut jobs, &options),
            Format::AzurePacking => azure_packing::load(&mut nodes, &mut jobs, &options),
        }?;
        if trace.skipped > 0 {
            eprintln!("{} rows of the trace could not be used", trace.skipped);
        }
        Ok(Some(trace))
    }

    fn options(&self) -> TraceOptions {
        TraceOptions {
            sample: self.sample,
            speed_up: self.speed_up,
            limit: self.pods.unwrap_or(usize::MAX),
            nodes: self.nodes,
            ..TraceOptions::default()
        }
    }

    fn timing(&self) -> Timing {
        Timing {
            binding: Duration::from_millis(self.binding_latency_ms),
            start: Duration::from_millis(self.start_latency_ms),
        }
    }

    fn scenario(&self, trace: Option<&Trace>, seed: u64) -> Scenario {
        let random = SeededRandom::new(seed);
        if let Some(trace) = trace {
            return trace.clone().taken(&self.options(), &random).scenario(self.timing());
        }
        let synthetic = Synthetic {
            nodes: self.nodes,
            pods: self.pods.unwrap_or(self.nodes * 100),
            span: Duration::from_millis((self.hours * 3_600_000.0) as i64),
            arrivals: match self.arrivals {
                How::Poisson => Arrivals::Poisson,
                How::Daily => Arrivals::Daily,
                How::Bursts => Arrivals::Bursts,
            },
            failures: self.failures,
            timing: self.timing(),
            ..Synthetic::default()
        };
        synthetic.scenario(&random)
    }

    fn write(&self, compared: &Comparison, trace: Option<&Trace>) -> Result<()> {
        let report = compared.reports.first().and_then(|it| it.first());
        let pods = report.map_or(0, |it| it.pods.len());
        let source = match (&self.trace, trace) {
            (Some(path), Some(_)) => format!("the trace {}", path.display()),
            _ => "a made-up load".to_owned(),
        };
        let about = format!(
            "{pods} pods of {source}, scheduled in virtual time by each policy, {} times with \
             different seeds.",
            compared.seeds.len()
        );
        let page = output::html(compared, "Scheduling policies compared", &about);
        let mut files = vec![
            ("report.html", page),
            ("metrics.csv", output::metrics_csv(compared)),
            ("metrics.jsonl", output::metrics_jsonl(compared)),
            ("series.csv", output::series_csv(compared)),
        ];
        if self.details {
            files.push(("pods.csv", output::pods_csv(compared)));
        }
        for (name, text) in files {
            let path = self.out.join(name);
            std::fs::write(&path, text).with_context(|| path.display().to_string())?;
        }
        Ok(())
    }
}

type LogFile = std::sync::Mutex<std::io::BufWriter<std::fs::File>>;

/// A file a policy and seed, with a line an event.
struct Logs {
    files: Vec<((usize, u64), LogFile)>,
}

impl Logs {
    fn new(flags: &Flags, policies: &[Policy], seeds: &[u64]) -> Result<Self> {
        let mut files = Vec::new();
        for (index, policy) in policies.iter().enumerate().filter(|_| flags.details) {
            for seed in seeds {
                let path = flags.out.join(format!("log-{}-{seed}.jsonl", policy.name));
                let file = std::fs::File::create(&path);
                let file = file.with_context(|| path.display().to_string())?;
                files.push(((index, *seed), std::io::BufWriter::new(file).into()));
            }
        }
        Ok(Self { files })
    }

    fn write(&self, policy: usize, seed: u64, entry: &LogEntry) {
        let Some((_, file)) = self.files.iter().find(|(key, _)| *key == (policy, seed)) else {
            return;
        };
        let Ok(mut file) = file.lock() else { return };
        let written = serde_json::to_writer(&mut *file, entry).map_err(std::io::Error::from);
        let written = written.and_then(|()| std::io::Write::write_all(&mut *file, b"\n"));
        if let Err(error) = written {
            tracing::error!(%error, "writing the log");
        }
    }
}

fn print_table(compared: &Comparison) {
    print!("{:<30}", "");
    compared.policies.iter().for_each(|name| print!("{name:>24}"));
    println!();
    for row in compared.table().iter().filter(|row| row[0].estimate.is_some()) {
        let metric = row[0].metric;
        let unit =
            if metric.unit.is_empty() { String::new() } else { format!(", {}", metric.unit) };
        print!("{:<30}", format!("{}{unit}", metric.name));
        for cell in row {
            let text = cell.estimate.map_or_else(String::new, |it| match it.half_width {
                Some(width) => format!("{:.3} ± {width:.3}", it.mean),
                None => format!("{:.3}", it.mean),
            });
            print!("{text:>24}");
        }
        println!();
    }
}
