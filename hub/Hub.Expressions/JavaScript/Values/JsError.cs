using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>An Error object; remembers where it was made, so that an uncaught one tells line and column.</summary>
internal sealed class JsError(Evaluation run, JsObject prototype) : JsObject(prototype)
{
    public override string ClassName => "Error";

    public int Position { get; } = run.Position;
}
