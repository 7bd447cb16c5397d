"""WeChat's service account: the callback's codec and gateway, and the client of its API.

In:  gateway → envelope (signature, crypto, freshness) → xml → messages → asks → `Ask`
Out: `Reply` → render → replies (passive) or kf (customer-service message) → client
"""
