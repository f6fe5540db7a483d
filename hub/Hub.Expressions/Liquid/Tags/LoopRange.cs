using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Tags;

/// <summary>What a loop walks: its list and the part of it that <c>offset</c> and <c>limit</c> leave.</summary>
/// <param name="Key">Names the loop for <c>offset: continue</c>.</param>
internal sealed record LoopRange(string Key, LiquidExpression Source, LiquidExpression? Limit, LiquidExpression? Offset, bool ContinuesOffset)
{
    public (LiquidList Items, long Start, long Count) Take(Rendering run)
    {
        var items = LiquidConvert.ToLoop(run, Source.Evaluate(run));
        var total = items.Count;
        var start = ContinuesOffset ? run.LoopEnds.GetValueOrDefault(Key)
            : Offset is null ? 0
            : LiquidConvert.ToInteger(Offset.Evaluate(run));
        start = Math.Clamp(start, 0, total);
        var limit = Limit is null ? LiquidValue.Nil : Limit.Evaluate(run);
        var count = total - start;
        count = limit.IsNil ? count : Math.Clamp(LiquidConvert.ToInteger(limit), 0, count);
        run.Charge(32);
        run.LoopEnds[Key] = start + count;
        return (items, start, count);
    }
}
