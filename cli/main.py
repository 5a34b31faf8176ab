def main() -> None:
    raise SystemExit("gongzhi: not built yet")
