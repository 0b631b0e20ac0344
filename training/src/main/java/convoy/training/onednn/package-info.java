// SPDX-License-Identifier: Apache-2.0
/**
 * Convolutions and max-pooling computed by oneDNN in the order of values that it is fastest in,
 * from the first convolution of a network to the last.
 *
 * <p>Deeplearning4j computes them with oneDNN too, but hands every array on in rows ({@code [n,
 * channels, height, width]}), so that a third of a local step is reordering, back and forth around
 * every call. Here the channels stay in blocks of as many as the processor's vectors hold ({@code
 * [n, channels / 16, height, width, 16]} with AVX-512), a ReLU is computed with the convolution
 * before it, convolutions of 3x3 by Winograd's minimal filtering (Lavin and Gray 2016), and nobody
 * asks for the gradient with respect to the images. {@link convoy.training.onednn.FastNetwork} says
 * which layers of a network are replaced.
 */
package convoy.training.onednn;
