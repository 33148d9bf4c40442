//! What a process uses, as Linux tells it.

use std::time::Duration;

use crate::Result;

/// Processor time that all threads of a process have used, in user and in kernel mode. A thread that ended is left out.
pub(crate) fn time(pid: u32) -> Result<Duration> {
    let mut nanos = 0;
    for thread in std::fs::read_dir(format!("/proc/{pid}/task"))? {
        let figures = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        nanos += figures.split(' ').next().unwrap_or_default().parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanos))
}

/// Memory of a process, in MiB, by the name of a line of its status: `VmRSS:` now, `VmHWM:` at most so far.
pub(crate) fn memory_mib(pid: u32, name: &str) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line in status")?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib / 1024)
}
