namespace Hub.Workflows.Expressions;

/// <summary>An expression that could not be evaluated. The message never holds values of the run.</summary>
public sealed class ExpressionFailedException(string message, Exception? cause = null) : Exception(message, cause);
