// How well one colour can be told from another: WCAG's ratio, for any colour CSS can write.
(() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });

  // What the eye gets of colours that lie upon each other, the lowest first.
  const seen = (...colours) => {
    context.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (channels) => {
    const [red, green, blue] = channels.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const isOpaque = (colour) => seen(colour)[3] === 255;
  const between = (one, ...grounds) => {
    const pair = [luminance(seen(...grounds, one)), luminance(seen(...grounds))];
    const [dark, light] = pair.sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  return { between, isOpaque };
})()
