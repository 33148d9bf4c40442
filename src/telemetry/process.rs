//! What Linux says of this process. Elsewhere nothing is known.

use crate::meters::Process;

/// Looks.
#[cfg(target_os = "linux")]
pub(super) fn look() -> Process {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let open_fds = std::fs::read_dir("/proc/self/fd").ok().and_then(|entries| u64::try_from(entries.count()).ok());
    Process { memory: resident_bytes(&status), open_fds }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn look() -> Process {
    Process::default()
}

/// The line `VmRSS:     1234 kB` of `/proc/self/status`.
#[cfg(any(target_os = "linux", test))]
fn resident_bytes(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::resident_bytes;

    #[test]
    fn memory_is_read_in_bytes_or_not_at_all() {
        assert_eq!(resident_bytes("Name:\tx\nVmRSS:\t    1234 kB\nThreads:\t1\n"), Some(1234 * 1024));
        for text in ["", "VmRSS:", "VmRSS: 12 MB", "VmRSS: x kB", "VmRSS: 99999999999999999999 kB"] {
            assert_eq!(resident_bytes(text), None, "{text}");
        }
    }
}
