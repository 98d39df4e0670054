//! A first walk: how much there is to read, and an even sample of it.

use std::path::{Path, PathBuf};

use super::IngestError;
use crate::archive::{self, Input, Settings};

/// At most so many files are looked at to learn what is boilerplate.
const SAMPLE_FILES: usize = 800;

/// How much there is to read, and an even sample of it.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) files: u64,
    pub(super) bytes: u64,
    pub(super) sample: Vec<Input>,
}

impl Survey {
    pub(super) fn of(
        root: &Path,
        paths: &[PathBuf],
        settings: &Settings,
    ) -> Result<Survey, IngestError> {
        let mut survey = Survey::default();
        let mut stride = 1;
        for path in paths {
            for input in archive::walk(root, path, settings)? {
                // What cannot be read is reported by the walk that reads.
                let Ok(input) = input else {
                    survey.files += 1;
                    continue;
                };
                if survey.files.is_multiple_of(stride) {
                    survey.sample.push(input.clone());
                }
                if survey.sample.len() > SAMPLE_FILES {
                    let mut place = 0;
                    survey.sample.retain(|_| {
                        place += 1;
                        place % 2 == 1
                    });
                    stride *= 2;
                }
                survey.files += 1;
                survey.bytes += input.size;
            }
        }
        Ok(survey)
    }
}
