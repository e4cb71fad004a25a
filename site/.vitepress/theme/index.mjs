// VitePress's own theme without its fonts: pages are read in the reader's.
import theme from 'vitepress/theme-without-fonts';
import './linkpin.css';

export default theme;
