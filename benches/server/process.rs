//! What the system says of a process: its processor time and its memory. Linux only, as the figures are.

use crate::Result;

/// Processor time of a process so far, user and system, in seconds.
pub(crate) fn cpu_secs(pid: u32) -> Result<f64> {
    from_stat(&std::fs::read_to_string(format!("/proc/{pid}/stat"))?)
}

/// Processor time of the calling thread so far, in seconds.
pub(crate) fn own_thread_cpu_secs() -> Result<f64> {
    from_stat(&std::fs::read_to_string("/proc/thread-self/stat")?)
}

fn from_stat(stat: &str) -> Result<f64> {
    // The name in parentheses may have spaces; utime and stime are the 12th and 13th words after it.
    let (_, rest) = stat.rsplit_once(')').ok_or("no name in stat")?;
    let words: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |index: usize| -> Result<f64> { Ok(words.get(index).ok_or("a short stat")?.parse()?) };
    // The unit of these files is USER_HZ, which is 100 on every architecture that Linux runs on today.
    Ok((ticks(11)? + ticks(12)?) / 100.0)
}

/// Resident memory now, in MiB.
pub(crate) fn resident_mib(pid: u32) -> Result<f64> {
    status_mib(pid, "VmRSS:")
}

/// The most resident memory so far, in MiB.
pub(crate) fn peak_mib(pid: u32) -> Result<f64> {
    status_mib(pid, "VmHWM:")
}

fn status_mib(pid: u32, name: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line in status")?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib / 1024.0)
}
