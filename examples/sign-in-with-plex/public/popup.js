import { endPopup } from '/linkpin/index.js';

endPopup();
