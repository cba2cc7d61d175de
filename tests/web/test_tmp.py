from tests import gallery
def test_g(static_files, db, quick_passwords):
    for name, r in gallery.everything().items():
        print(r.status_code, name, r.headers.get("Location",""), len(r.content))
