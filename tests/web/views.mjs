// The views of which `cargo xtask shots` takes pictures: a name for the file, and the link.

export const VIEWS = {
  explore: '?at=0,2,1,1',
};

// The picture in the README.
export const README = { link: '?at=0,2,1,1', size: [1366, 768], colorScheme: 'light' };
