//! Alibaba's cluster trace of 2018: `machine_meta.csv` and `batch_task.csv`, which have no first
//! line of names.
//!
//! A machine has `cpu_num` cores and `mem_size` hundredths of the greatest memory. Of its rows
//! the first counts. Each instance of a task becomes a pod that arrives when the task began in
//! the trace and runs as long; `plan_cpu` is in hundredths of a core, `plan_mem` in hundredths of
//! the greatest memory. Tasks that were not done, or whose times are missing, are left out.
//! Users are not told: jobs are.

use std::collections::BTreeSet;
use std::io::BufRead;

use super::pods::{Amounts, node, pod};
use super::rows::read;
use super::{Trace, TraceError, TraceOptions, seconds};
use crate::simulation::scenario::{Job, NodeEvent};

const MACHINES: [&str; 7] = [
    "machine_id",
    "time_stamp",
    "failure_domain_1",
    "failure_domain_2",
    "cpu_num",
    "mem_size",
    "status",
];
const TASKS: [&str; 9] = [
    "task_name",
    "instance_num",
    "job_name",
    "task_type",
    "status",
    "start_time",
    "end_time",
    "plan_cpu",
    "plan_mem",
];

/// Reads both files.
///
/// # Errors
/// When a file cannot be read, lacks a column, or has no usable row.
pub fn load(
    machines: &mut dyn BufRead,
    tasks: &mut dyn BufRead,
    options: &TraceOptions,
) -> Result<Trace, TraceError> {
    let mut trace = Trace::default();
    let mut skipped = 0;
    let mut known = BTreeSet::new();
    read("machine_meta", machines, &MACHINES, &["machine_id", "cpu_num"], &mut |row| {
        let (Some(name), Some(cores)) = (row.text("machine_id"), row.number("cpu_num")) else {
            skipped += 1;
            return;
        };
        if !known.insert(name.to_owned()) {
            return;
        }
        let memory = row.number("mem_size").unwrap_or(100.0) / 100.0 * options.memory;
        let mut node = node(name, Amounts { cpu_milli: cores * 1000.0, memory, gpu_milli: 0.0 });
        if let Some(domain) = row.text("failure_domain_1") {
            let labels = &mut node.metadata.labels;
            labels.insert("topology.kubernetes.io/zone".to_owned(), domain.to_owned());
        }
        trace.nodes.push((seconds(0.0), NodeEvent::Joins(Box::new(node))));
    })?;
    let mut count = 0;
    read("batch_task", tasks, &TASKS, &["task_name", "job_name", "start_time"], &mut |row| {
        let times = row.number("start_time").zip(row.number("end_time"));
        let times = times.filter(|(began, ended)| *began > 0.0 && ended >= began);
        let (Some(task), Some(job), Some((began, ended))) =
            (row.text("task_name"), row.text("job_name"), times)
        else {
            skipped += 1;
            return;
        };
        let amounts = Amounts {
            cpu_milli: row.number("plan_cpu").unwrap_or(100.0) * 10.0,
            memory: row.number("plan_mem").unwrap_or(0.0) / 100.0 * options.memory,
            gpu_milli: 0.0,
        };
        let instances = row.number("instance_num").unwrap_or(1.0).max(1.0) as usize;
        for instance in 0..instances {
            // One task may be told in several rows.
            count += 1;
            let pod = pod(&format!("{job}-{task}-{instance}-{count}"), job, amounts);
            let runs = Some(seconds(ended - began));
            trace.jobs.push(Job { arrives: seconds(began), pod, runs });
        }
    })?;
    trace.skipped = skipped;
    if trace.jobs.is_empty() {
        return Err(TraceError::Empty { table: "batch_task" });
    }
    Ok(trace)
}
