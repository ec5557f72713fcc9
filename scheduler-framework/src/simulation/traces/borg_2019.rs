//! Google's trace of 2019: exports of the tables `machine_events` and `instance_events`, as CSV
//! with names in the first line or as JSON lines. Inner fields have dots: `capacity.cpus`.
//!
//! Shares become amounts by the greatest machine of the [options](super::TraceOptions). Times are
//! microseconds. An instance arrives with its first SUBMIT and runs from its first SCHEDULE to
//! the FINISH, KILL, FAIL or LOST after it; one that never ran is left out, one that has no end
//! runs for ever. Evictions of the trace are not repeated: that is the policy's business. Types
//! are numbers or names. Priorities are taken over.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::pods::{Amounts, node, pod};
use super::rows::{Row, read};
use super::{Trace, TraceError, TraceOptions, seconds};
use crate::simulation::scenario::{Job, NodeEvent};

/// Reads both tables.
///
/// # Errors
/// When a file cannot be read, lacks a column, or has no usable row.
pub fn load(
    machines: &mut dyn BufRead,
    instances: &mut dyn BufRead,
    options: &TraceOptions,
) -> Result<Trace, TraceError> {
    let mut trace = Trace::default();
    let mut skipped = 0;
    read("machine_events", machines, &[], &["time", "machine_id", "type"], &mut |row| {
        let (Some(id), Some(time)) = (row.text("machine_id"), row.number("time")) else {
            skipped += 1;
            return;
        };
        let at = seconds(time / 1e6);
        let name = format!("machine-{id}");
        let event = match row.text("type") {
            Some("2" | "REMOVE") => NodeEvent::Fails(name),
            _ => {
                let (Some(cpus), Some(memory)) =
                    (row.number("capacity.cpus"), row.number("capacity.memory"))
                else {
                    skipped += 1;
                    return;
                };
                NodeEvent::Joins(Box::new(node(&name, amounts(cpus, memory, options))))
            }
        };
        trace.nodes.push((at, event));
    })?;
    let mut found = BTreeMap::<(String, String), Instance>::new();
    let needed = ["time", "type", "collection_id", "instance_index"];
    read("instance_events", instances, &[], &needed, &mut |row| {
        let (Some(collection), Some(index)) =
            (row.text("collection_id"), row.text("instance_index"))
        else {
            skipped += 1;
            return;
        };
        let key = (collection.to_owned(), index.to_owned());
        found.entry(key).or_default().hear(row);
    })?;
    for ((collection, index), it) in found {
        let (Some(began), Some(cpus)) = (it.began, it.cpus) else {
            skipped += 1;
            continue;
        };
        let amounts = amounts(cpus, it.memory, options);
        let user = it.user.as_deref().unwrap_or("borg");
        let mut pod = pod(&format!("{collection}-{index}"), user, amounts);
        pod.spec.priority = Some(it.priority);
        let runs = it.ended.map(|ended| seconds((ended - began).max(0.0) / 1e6));
        let arrives = seconds(it.arrived.unwrap_or(began) / 1e6);
        trace.jobs.push(Job { arrives, pod, runs });
    }
    trace.skipped = skipped;
    if trace.jobs.is_empty() {
        return Err(TraceError::Empty { table: "instance_events" });
    }
    Ok(trace)
}

fn amounts(cpus: f64, memory: f64, options: &TraceOptions) -> Amounts {
    let (cpu_milli, memory) = (cpus * options.cores * 1000.0, memory * options.memory);
    Amounts { cpu_milli, memory, gpu_milli: 0.0 }
}

/// What is known of an instance; times are microseconds.
#[derive(Debug, Default)]
struct Instance {
    arrived: Option<f64>,
    began: Option<f64>,
    ended: Option<f64>,
    cpus: Option<f64>,
    memory: f64,
    priority: i32,
    user: Option<String>,
}

impl Instance {
    fn hear(&mut self, row: &Row) {
        let Some(time) = row.number("time") else { return };
        if let Some(cpus) = row.number("resource_request.cpus") {
            self.cpus = Some(cpus);
            self.memory = row.number("resource_request.memory").unwrap_or(self.memory);
        }
        if let Some(priority) = row.number("priority") {
            self.priority = priority as i32;
        }
        if self.user.is_none() {
            self.user = row.text("user").map(str::to_owned);
        }
        let earlier = |known: Option<f64>| Some(known.map_or(time, |it| it.min(time)));
        match row.text("type") {
            Some("0" | "SUBMIT") => self.arrived = earlier(self.arrived),
            Some("3" | "SCHEDULE") => self.began = earlier(self.began),
            Some("5" | "FAIL" | "6" | "FINISH" | "7" | "KILL" | "8" | "LOST") => {
                self.ended = Some(self.ended.map_or(time, |it| it.max(time)));
            }
            _ => {}
        }
    }
}
