//! What the programs that measure tell beside their figures, and how figures are summed up.

/// How busy this machine is: the averages that Linux tells; empty elsewhere.
pub fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim().to_owned()
}

/// A percentile of sorted figures; the last one from the hundredth on, 0 where there are none.
pub fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted.get(sorted.len() * percent / 100).or(sorted.last()).copied().unwrap_or_default()
}
