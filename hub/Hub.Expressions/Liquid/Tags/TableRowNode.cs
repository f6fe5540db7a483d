using System.Globalization;
using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Tags;

/// <summary><c>tablerow … in …</c>: rows and cells of an HTML table.</summary>
internal sealed class TableRowNode(int position, string name, LoopRange range, LiquidExpression? columns, LiquidNode[] body) : LiquidNode(position)
{
    public override LiquidFlow Render(Rendering run)
    {
        var (items, start, count) = range.Take(run);
        var width = columns is null ? LiquidValue.Nil : columns.Evaluate(run);
        var perRow = width.IsNil ? Math.Max(count, 1) : LiquidConvert.ToInteger(width);
        if (perRow < 1)
        {
            throw run.Fail("'cols' of 'tablerow' must be 1 or more.", "« cols » de « tablerow » doit valoir au moins 1.");
        }

        run.EnterCall();
        run.Charge(96);
        var state = new TableState(count, perRow);
        var scope = run.OpenScope();
        run.SetLocal(scope, 0, "tablerowloop", state);
        if (count > 0)
        {
            run.Write("<tr class=\"row1\">");
        }

        var flow = LiquidFlow.Next;
        for (long i = 0; i < count && flow != LiquidFlow.Break; i++)
        {
            run.Step();
            state.Index = i;
            run.SetLocal(scope, 1, name, items.At(run, start + i));
            run.Write(string.Create(CultureInfo.InvariantCulture, $"<td class=\"col{state.Column + 1}\">"));
            flow = LiquidBlock.Render(run, body);
            run.Write("</td>");
            if (state.IsRowEnd && i < count - 1 && flow != LiquidFlow.Break)
            {
                run.Write(string.Create(CultureInfo.InvariantCulture, $"</tr><tr class=\"row{state.Row + 1}\">"));
            }
        }

        if (count > 0)
        {
            run.Write("</tr>");
        }

        run.CloseScope(scope);
        run.LeaveCall();
        return LiquidFlow.Next;
    }
}
