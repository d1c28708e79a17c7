package provider

// Call is call.
var Call = call
