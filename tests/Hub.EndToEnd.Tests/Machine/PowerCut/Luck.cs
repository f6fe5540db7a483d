namespace Hub.EndToEnd.Tests.Machine.PowerCut;

/// <summary>What of the things on their way reaches the disk before the power is gone. The same seed has the same luck.</summary>
internal sealed class Luck
{
    private readonly Random random;
    private readonly Kind kind;

    public Luck(int seed)
    {
        random = new Random(seed);
        kind = (Kind)random.Next(4);
        KeepsNamesInOrder = random.Next(2) == 0;
    }

    /// <summary>A file system with a journal: syncing any file carries the names that were changed before. Otherwise only what POSIX promises.</summary>
    public bool KeepsNamesInOrder { get; }

    public bool TearsWrites => kind == Kind.Torn;

    public bool Coin() => random.Next(2) == 0;

    public IReadOnlyList<T> Of<T>(IReadOnlyList<T> onTheirWay) => kind switch
    {
        Kind.None => [],
        Kind.Beginning => [.. onTheirWay.Take(random.Next(onTheirWay.Count + 1))],
        _ => [.. onTheirWay.Where(_ => Coin())],
    };

    /// <summary>Changes of names depend on each other, so they get through in their order.</summary>
    public int HowManyOf(int names) => kind == Kind.None ? 0 : random.Next(names + 1);

    public override string ToString() => $"{kind}{(KeepsNamesInOrder ? ", names in order" : "")}";

    private enum Kind
    {
        None,
        Beginning,
        Some,
        Torn,
    }
}
