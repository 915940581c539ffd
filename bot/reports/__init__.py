"""Pictures and papers: VietQR, QR pictures, charts."""
