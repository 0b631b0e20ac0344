// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.io.Serializable;

/**
 * One labelled image, or list of numbers.
 *
 * @param id names the example within its data set, the same in every run: {@code
 *     data_batch_1.bin#17}
 * @param label the class, from 0
 * @param shape of the decoded image; null exactly while {@code encoding} is {@link Encoding#FILE}
 * @param encoding of {@code image}
 * @param image the encoded bytes; not copied, not to be changed
 */
public record Example(String id, int label, ImageShape shape, Encoding encoding, byte[] image)
    implements Serializable {}
