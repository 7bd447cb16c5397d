"""api.weixin.qq.com: one noun a file, and the door before them all."""
