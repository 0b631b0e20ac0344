// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import java.io.Serializable;

/**
 * A decoded image, or a list of features.
 *
 * @param key 64 bits that follow from the example's id and nothing else: what augmentation draws
 *     its random numbers from
 * @param label the class, from 0
 * @param pixels {@code [channels, height, width]}, one unsigned byte each, or four bytes for a
 *     feature ({@link convoy.preprocessing.ElementType}); not copied
 */
public record LabelledImage(long key, int label, byte[] pixels) implements Serializable {}
