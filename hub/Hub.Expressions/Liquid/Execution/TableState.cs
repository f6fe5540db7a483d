using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Execution;

/// <summary><c>tablerowloop</c>: how far a table is.</summary>
internal sealed class TableState(long length, long columns) : LiquidObject
{
    private static readonly string[] AllNames = ["length", "index", "index0", "rindex", "rindex0", "first", "last", "col", "col0", "col_first", "col_last", "row"];

    public long Index { get; set; }

    public long Column => Index % columns;

    public long Row => (Index / columns) + 1;

    public bool IsRowEnd => Column == columns - 1;

    public override IEnumerable<string> Names(Rendering run) => AllNames;

    public override bool TryGetExact(Rendering run, string member, out LiquidValue value)
    {
        LiquidValue? found = member switch
        {
            "length" => length,
            "index" => Index + 1,
            "index0" => Index,
            "rindex" => length - Index,
            "rindex0" => length - Index - 1,
            "first" => Index == 0,
            "last" => Index == length - 1,
            "col" => Column + 1,
            "col0" => Column,
            "col_first" => Column == 0,
            "col_last" => IsRowEnd,
            "row" => Row,
            _ => (LiquidValue?)null,
        };
        value = found ?? default;
        return found is not null;
    }
}
