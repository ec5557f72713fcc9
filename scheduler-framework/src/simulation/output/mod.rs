//! Comparisons as files: tables for programs, and a page for people.

mod chart;
mod page;
mod tables;

pub use page::html;
pub use tables::{metrics_csv, metrics_jsonl, pods_csv, series_csv};

#[cfg(test)]
mod tests;
