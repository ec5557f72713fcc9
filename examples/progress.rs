//! A bar that tells how far a long run is, on a terminal; elsewhere nothing.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::Mutex;

/// A bar on standard error.
#[derive(Debug)]
pub struct ProgressBar {
    what: &'static str,
    drawn: Mutex<String>,
    is_terminal: bool,
}

const WIDTH: usize = 32;

impl ProgressBar {
    /// A bar that is not drawn yet.
    #[must_use]
    pub fn new(what: &'static str) -> Self {
        Self { what, drawn: Mutex::default(), is_terminal: stderr().is_terminal() }
    }

    /// So many of so many are done.
    pub fn show(&self, done: usize, all: usize, more: &str) {
        if !self.is_terminal {
            return;
        }
        let filled = (done * WIDTH).checked_div(all).unwrap_or(0);
        let bar = format!("{}{}", "█".repeat(filled), "░".repeat(WIDTH - filled.min(WIDTH)));
        let line = format!("\r{} {bar} {done}/{all}  {more}\x1b[K", self.what);
        let Ok(mut drawn) = self.drawn.lock() else { return };
        if *drawn != line {
            // A bar that cannot be drawn is no loss.
            let _ = stderr().write_all(line.as_bytes());
            *drawn = line;
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if self.is_terminal {
            let _ = stderr().write_all(b"\r\x1b[K");
        }
    }
}
