//! Clusters of words that are used alike: skip-gram vectors with negative
//! sampling (Mikolov and others 2013), then k-means in three sizes.

use std::collections::HashMap;

use morgue::text::{Analysis, Analyzer};

use crate::random::Random;

const DIMENSIONS: usize = 48;
const WINDOW: usize = 3;
const NEGATIVES: usize = 4;
const FEWEST: u32 = 6;
const ROUNDS: usize = 10;
const SIZES: [usize; 3] = [64, 256, 1024];

type Vector = [f32; DIMENSIONS];

/// Returns three clusters, from 1, of each frequent word.
pub fn train(texts: &[String], passes: usize, seed: u64) -> Vec<(String, [u16; 3])> {
    let (words, counts, sentences) = read(texts);
    let vectors = vectors(&counts, &sentences, passes, seed);
    let mut clusters = vec![[0u16; 3]; words.len()];
    for (number, size) in SIZES.into_iter().enumerate() {
        for (word, cluster) in means(&vectors, size, seed).into_iter().enumerate() {
            clusters[word][number] = cluster + 1;
        }
    }
    words.into_iter().zip(clusters).collect()
}

/// Returns the frequent words, how often each is there, and the texts as
/// numbers of words.
fn read(texts: &[String]) -> (Vec<String>, Vec<u32>, Vec<Vec<u32>>) {
    let mut analyzer = Analyzer::new();
    let mut analysis = Analysis::default();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut counts: Vec<u32> = Vec::new();
    let mut sentences: Vec<Vec<u32>> = Vec::new();
    for text in texts {
        analyzer.analyze(None, text.split('\n'), &mut analysis);
        let mut sentence = Vec::with_capacity(analysis.tokens.len());
        for token in &analysis.tokens {
            let form = analysis.form(token);
            let fresh = counts.len() as u32;
            let number = match numbers.get(form) {
                Some(&number) => number,
                None => *numbers.entry(form.to_owned()).or_insert(fresh),
            };
            if number == fresh {
                counts.push(0);
            }
            counts[number as usize] += 1;
            sentence.push(number);
        }
        sentences.push(sentence);
    }
    let mut words: Vec<(String, u32)> = numbers.into_iter().collect();
    words.retain(|(_, number)| counts[*number as usize] >= FEWEST);
    words.sort_by(|a, b| {
        counts[b.1 as usize].cmp(&counts[a.1 as usize]).then_with(|| a.0.cmp(&b.0))
    });
    let mut renamed = vec![u32::MAX; counts.len()];
    for (new, (_, old)) in words.iter().enumerate() {
        renamed[*old as usize] = new as u32;
    }
    for sentence in &mut sentences {
        sentence.iter_mut().for_each(|word| *word = renamed[*word as usize]);
        sentence.retain(|&word| word != u32::MAX);
    }
    let kept = words.iter().map(|(_, old)| counts[*old as usize]).collect();
    (words.into_iter().map(|(word, _)| word).collect(), kept, sentences)
}

fn vectors(counts: &[u32], sentences: &[Vec<u32>], passes: usize, seed: u64) -> Vec<Vector> {
    let mut random = Random::new(seed);
    let mut small = || {
        let mut vector = [0.0; DIMENSIONS];
        vector.iter_mut().for_each(|x| *x = (random.unit() - 0.5) / DIMENSIONS as f32);
        vector
    };
    let mut input: Vec<Vector> = (0..counts.len()).map(|_| small()).collect();
    let mut output: Vec<Vector> = vec![[0.0; DIMENSIONS]; counts.len()];
    let total: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let keep: Vec<f32> = counts
        .iter()
        .map(|&count| ((1e-4 * total / f64::from(count)).sqrt() as f32).min(1.0))
        .collect();
    let mut noise: Vec<u32> = Vec::new();
    for (word, &count) in counts.iter().enumerate() {
        noise.extend(std::iter::repeat_n(word as u32, f64::from(count).powf(0.75).ceil() as usize));
    }
    let mut random = Random::new(seed + 1);
    let steps = (passes * sentences.len()) as f32;
    let mut done = 0.0;
    let mut sampled = Vec::new();
    for _ in 0..passes {
        for sentence in sentences {
            let rate = 0.04 * (1.0 - done / steps).max(0.01);
            done += 1.0;
            sampled.clear();
            sampled.extend(sentence.iter().filter(|&&word| random.unit() < keep[word as usize]));
            for at in 0..sampled.len() {
                let reach = 1 + random.below(WINDOW);
                let end = (at + reach + 1).min(sampled.len());
                for near in at.saturating_sub(reach)..end {
                    if near != at {
                        let (center, context) = (sampled[near], sampled[at]);
                        pair(
                            &mut input[center as usize],
                            &mut output,
                            context,
                            |_| noise[random.below(noise.len())],
                            rate,
                        );
                    }
                }
            }
        }
    }
    input
}

fn pair(
    center: &mut Vector,
    output: &mut [Vector],
    context: u32,
    mut noise: impl FnMut(usize) -> u32,
    rate: f32,
) {
    let mut change = [0.0; DIMENSIONS];
    for negative in 0..=NEGATIVES {
        let (word, meant) = if negative == 0 { (context, 1.0) } else { (noise(negative), 0.0) };
        if negative > 0 && word == context {
            continue;
        }
        let other = &mut output[word as usize];
        let mut lanes = [0.0f32; 8];
        for (a, b) in center.chunks_exact(8).zip(other.chunks_exact(8)) {
            for lane in 0..8 {
                lanes[lane] += a[lane] * b[lane];
            }
        }
        let dot: f32 = lanes.iter().sum();
        let g = rate * (meant - 1.0 / (1.0 + (-dot.clamp(-8.0, 8.0)).exp()));
        for d in 0..DIMENSIONS {
            change[d] += g * other[d];
            other[d] += g * center[d];
        }
    }
    for d in 0..DIMENSIONS {
        center[d] += change[d];
    }
}

/// Spherical k-means; frequent words begin the clusters.
fn means(vectors: &[Vector], size: usize, seed: u64) -> Vec<u16> {
    let unit: Vec<Vector> = vectors.iter().map(normal).collect();
    let mut random = Random::new(seed + size as u64);
    let mut starts: Vec<usize> = (0..unit.len().min(size * 6)).collect();
    random.shuffle(&mut starts);
    let mut centers: Vec<Vector> = starts.iter().take(size).map(|&word| unit[word]).collect();
    let mut nearest = vec![0u16; unit.len()];
    for _ in 0..ROUNDS {
        let mut sums = vec![[0.0; DIMENSIONS]; centers.len()];
        for (vector, nearest) in unit.iter().zip(&mut nearest) {
            let mut best = f32::MIN;
            for (number, center) in centers.iter().enumerate() {
                let mut lanes = [0.0f32; 8];
                for (a, b) in center.chunks_exact(8).zip(vector.chunks_exact(8)) {
                    for lane in 0..8 {
                        lanes[lane] += a[lane] * b[lane];
                    }
                }
                let dot: f32 = lanes.iter().sum();
                if dot > best {
                    best = dot;
                    *nearest = number as u16;
                }
            }
            for (sum, x) in sums[usize::from(*nearest)].iter_mut().zip(vector) {
                *sum += x;
            }
        }
        centers = sums.iter().map(normal).collect();
    }
    nearest
}

fn normal(vector: &Vector) -> Vector {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-12);
    vector.map(|x| x / length)
}
