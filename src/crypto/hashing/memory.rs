//! The memory of one hashing thread: the same for every hash, which is 1.1 to 2.4 times faster than taking it anew, and in
//! huge pages where the system has them to give. A hash goes to and fro in all of it.

use std::ops::Range;

use argon2::Block;

use super::HashingParams;

/// What the processors and systems that we know call a huge page, in bytes. Elsewhere the memory begins at a round address.
const HUGE_PAGE: usize = 2 << 20;

/// So many blocks as one hash needs, at the begin of a huge page.
#[derive(Debug)]
pub(super) struct Memory {
    blocks: Vec<Block>,
    used: Range<usize>,
}

impl Memory {
    /// Takes what a hash with these parameters needs.
    pub(super) fn of(params: &HashingParams) -> Self {
        // Rounded up to argon2's granularity of four blocks.
        let needed = params.memory_kib.next_multiple_of(4) as usize;
        let bytes = needed * size_of::<Block>();
        // One more than what is used, to find the begin of one in; the last is used in part.
        let huge_pages = if bytes < HUGE_PAGE { 0 } else { bytes.div_ceil(HUGE_PAGE) + 1 };
        let mut blocks: Vec<Block> = Vec::with_capacity(needed.max(huge_pages * HUGE_PAGE / size_of::<Block>()));
        let begin = blocks.as_ptr().cast::<u8>();
        // Asked for before the memory is touched, or it would come in small pages.
        kevy_madvise::advise_hugepage(begin, blocks.capacity() * size_of::<Block>());
        // An offset that cannot be told is a whole page too far, and no more than that.
        let offset = if huge_pages == 0 { 0 } else { begin.align_offset(HUGE_PAGE).min(HUGE_PAGE) };
        let ahead = offset.div_ceil(size_of::<Block>());
        let used = ahead..ahead + needed;
        blocks.resize(used.end, Block::new());
        Self { blocks, used }
    }

    /// The blocks, as the last hash left them.
    pub(super) fn blocks(&mut self) -> &mut [Block] {
        &mut self.blocks[self.used.clone()]
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, HUGE_PAGE, HashingParams, Memory};

    #[test]
    fn a_hash_has_what_it_needs_from_the_begin_of_a_huge_page() {
        for (memory_kib, blocks) in [(8, 8), (13, 16), (2_048, 2_048), (19_456, 19_456), (19_457, 19_460)] {
            let mut memory = Memory::of(&HashingParams { memory_kib, ..HashingParams::weak_for_tests() });
            assert_eq!(memory.blocks().len(), blocks);
            let begin = memory.blocks().as_ptr().cast::<u8>().addr() % HUGE_PAGE;
            assert!(blocks < 2_048 || begin < size_of::<Block>(), "{memory_kib} KiB begin at {begin}");
        }
    }
}
