//! Streams in UTF-16, as streams in UTF-8.
//!
//! Formats that are read line by line are cut at bytes, and a line end in
//! UTF-16 is no byte.

use std::io::{self, BufReader, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};

use crate::archive::container::limits::Stream;

/// So many bytes are decoded at once.
const PORTION: usize = 8 * 1024;

/// Returns a UTF-16 stream that begins with `head` in UTF-8.
pub(in crate::archive) fn narrow(stream: Stream, head: &[u8]) -> Stream {
    let big = match head {
        [0xfe, 0xff, ..] => true,
        [0xff, 0xfe, ..] => false,
        // Most text has a Latin letter or a space among its first.
        _ => head.iter().position(|byte| *byte == 0).is_some_and(|at| at % 2 == 0),
    };
    let encoding = if big { UTF_16BE } else { UTF_16LE };
    let decoder = encoding.new_decoder_with_bom_removal();
    Box::new(BufReader::new(Narrow { stream, decoder, text: Vec::new(), at: 0, end: false }))
}

struct Narrow {
    stream: Stream,
    decoder: Decoder,
    text: Vec<u8>,
    at: usize,
    end: bool,
}

impl Narrow {
    fn fill(&mut self) -> io::Result<()> {
        let mut portion = [0; PORTION];
        let count = self.stream.read(&mut portion)?;
        self.end = count == 0;
        self.at = 0;
        // The decoder says how much room the text may need.
        let room = self.decoder.max_utf8_buffer_length(count).unwrap_or(4 * PORTION);
        self.text.resize(room, 0);
        let (_, _, written, _) =
            self.decoder.decode_to_utf8(&portion[..count], &mut self.text, self.end);
        self.text.truncate(written);
        Ok(())
    }
}

impl Read for Narrow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.end {
            self.fill()?;
        }
        let count = buffer.len().min(self.text.len() - self.at);
        buffer[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
