import type { Locator, Page } from 'playwright-core';

// What runs in the browser is text here: this project is compiled for Node, without the types of browsers.

export function focusedText(page: Page): Promise<string> {
  return page.evaluate<string>(`document.activeElement?.textContent ?? ''`);
}

/** `A`, `INPUT`, and the id after a `#` where there is one. */
export function focusedElement(page: Page): Promise<string> {
  return page.evaluate<string>(`[document.activeElement?.tagName, document.activeElement?.id].filter(Boolean).join('#')`);
}

/** Everything that outlives a page or shows in its address. */
export function keptByPage(page: Page): Promise<string> {
  return page.evaluate<string>(
    `JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state])`,
  );
}

/** As much of an element of the browser as is used here. */
interface StyledElement {
  readonly parentElement: StyledElement | null;
  readonly ownerDocument: { readonly defaultView: { getComputedStyle(element: unknown): { color: string; backgroundColor: string } } };
}

type Colour = readonly number[];

/** Red, green and blue of a text, 0 to 255. */
export async function colourOf(locator: Locator): Promise<Colour> {
  return channels(await locator.evaluate((element: StyledElement) => element.ownerDocument.defaultView.getComputedStyle(element).color));
}

/** The colour that lies behind a text. */
export async function groundOf(locator: Locator): Promise<Colour> {
  const ground = await locator.evaluate((element: StyledElement) => {
    const { defaultView } = element.ownerDocument;
    for (let at: StyledElement | null = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = defaultView.getComputedStyle(at);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  });
  return channels(ground);
}

/** The WCAG contrast of a text on what lies behind it. */
export async function contrastOf(locator: Locator): Promise<number> {
  const lights = [luminance(await colourOf(locator)), luminance(await groundOf(locator))];
  return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
}

function channels(text: string): Colour {
  return (text.match(/[\d.]+/g) ?? []).map(Number);
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
